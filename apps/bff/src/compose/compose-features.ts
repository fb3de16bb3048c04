import type { UserFilter } from '@muster/contracts/users'
import { createCatalogues } from '../adapters/catalogues/read-catalogue.ts'
import { createTitleSearch } from '../adapters/catalogues/read-title-search.ts'
import { createEventRelay } from '../adapters/storage/database/events-relay.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import { keptFor } from '../config/config-retention.ts'
import { accessRoutes } from '../features/access/access.routes.ts'
import { auditRoutes } from '../features/audit/audit.routes.ts'
import { connectionRoutes } from '../features/connection/connection.routes.ts'
import { directoryRoutes } from '../features/directory/directory.routes.ts'
import { keepDirectoryFresh, requestDueSync } from '../features/directory/schedule-sync.ts'
import { casesRoutes } from '../features/erasures/cases.routes.ts'
import { erasuresRoutes } from '../features/erasures/erasures.routes.ts'
import { createEvents } from '../features/events/create-events.ts'
import { eventsRoutes } from '../features/events/events.routes.ts'
import { guardsRoutes } from '../features/guards/guards.routes.ts'
import { healthRoutes } from '../features/health/health.routes.ts'
import type { MetricsText, ProcessHealth } from '../features/health/ports.ts'
import { holdRoutes } from '../features/hold/hold.routes.ts'
import { jobsRoutes } from '../features/jobs/jobs.routes.ts'
import { koreRoutes } from '../features/kore/kore.routes.ts'
import { membersRoutes } from '../features/members/members.routes.ts'
import { rolesRoutes } from '../features/members/roles.routes.ts'
import { oidcRoutes } from '../features/oidc/oidc.routes.ts'
import { approvalRoutes } from '../features/plans/approval/approval.routes.ts'
import { createPlan, startPlanWork } from '../features/plans/create-plan.ts'
import { plansRoutes } from '../features/plans/plans.routes.ts'
import { retentionRoutes } from '../features/retention/retention.routes.ts'
import { savedViewsRoutes } from '../features/saved-views/saved-views.routes.ts'
import { scimRoutes } from '../features/scim/scim.routes.ts'
import { matchingSentence } from '../features/selections/selection-sentence.ts'
import { selectionsRoutes } from '../features/selections/selections.routes.ts'
import { grantOfSession } from '../features/session/find-session.ts'
import { createRefusedSignIns } from '../features/session/refused-sign-ins.ts'
import { sessionRoutes } from '../features/session/session.routes.ts'
import { grantOfToken } from '../features/tokens/find-token.ts'
import { tokensRoutes } from '../features/tokens/tokens.routes.ts'
import { uploadsRoutes } from '../features/uploads/uploads.routes.ts'
import { usersRoutes } from '../features/users/users.routes.ts'
import type { BoundRoute } from '../http/route-handler.ts'
import { composeConnection } from './compose-connection.ts'
import { composeJobs } from './compose-jobs.ts'
import { composeMail } from './compose-mail.ts'
import {
  accountIdentity,
  administrator,
  composeOidc,
  composeScim,
  namedOwners,
  passphraseStores,
  providerSignOut,
} from './compose-oidc.ts'
import { composeOutbound } from './compose-outbound.ts'
import type { FeatureParts } from './compose-parts.ts'
import { composePlans } from './compose-plans.ts'
import { startUploadWork } from './start-upload-work.ts'

export interface Features {
  routes(self: Self): BoundRoute[]
  /** Registers the background work, on replicas that run it. */
  startWork(): Promise<void>
  /** Records what the journal of this replica knows and the store does not, on replicas without background work. */
  replayErasures(): Promise<void>
  /** Notifies every open tab that this process is about to stop. */
  closeStreams(): void
}

export async function composeFeatures(parts: FeatureParts): Promise<Features> {
  const services = await composeServices(parts)
  const { connection, directory, events, jobs, mailer, outbound, plans, uploads } = services
  return {
    routes: (self) => composeRoutes(parts, services, self),
    startWork: async () => {
      await connection.forgetStates()
      await keepDirectoryFresh({ ...directory, isAccountNew: parts.upstream.isBuiltIn })
      await startPlanWork(plans)
      await jobs.start()
      await mailer.startWork()
      await startUploadWork(uploads, parts.config.retention.keepUploadsDays)
      outbound.startWork()
    },
    replayErasures: () => jobs.replayErasures(),
    closeStreams: () => events.publish({ kind: 'bye' }),
  }
}

/** What the features share with each other, beyond the parts of the process. */
type Services = Awaited<ReturnType<typeof composeServices>>

async function composeServices(parts: FeatureParts) {
  const { config, stores, upstream, queue, clock, names } = parts
  const events = createEvents({
    relay: createEventRelay(parts.storage),
    contents: {
      job: (id) => stores.jobReader.get(id),
      erasure: (id) => stores.erasures.get(id),
      directory: () => stores.directory.state(),
    },
  })
  await events.start()
  parts.shutdown.add('the events', () => events.stop())
  const oidc = await composeOidc(parts)
  const connection = await composeConnection(parts, () => events.publish({ kind: 'connection' }))
  const { gateway } = connection
  const catalogue = createCatalogues()
  const readTitleSearch = createTitleSearch(catalogue)
  const mailer = await composeMail(parts, catalogue)
  const outbound = composeOutbound(parts, mailer)
  const { maxUsers: maxRecords } = config
  const audit = stores.auditLog
  const isOwnAccount = () => stores.holds.isOwnAccount()
  const store = stores.directory
  const directory = { reader: gateway.reader, store, events, clock, audit, queue, maxRecords, isOwnAccount }
  const jobs = composeJobs(parts, { gateway, events, catalogue, readTitleSearch })
  const { uploads, plans, scripts } = composePlans(parts, { gateway, events, jobs, readTitleSearch })
  const members = {
    directory: stores.memberDirectory,
    roles: stores.roles,
    names: stores.users,
    clock,
    newId,
    isNamedOwner: namedOwners(config),
    mailer,
    accountName: upstream.accountName,
    publicUrl: () => names.url(),
  }
  return { events, oidc, connection, catalogue, mailer, outbound, directory, jobs, uploads, plans, scripts, members }
}

/** What the process knows of itself. */
interface Self {
  readonly health: ProcessHealth
  readonly metrics: MetricsText
}

function composeRoutes(parts: FeatureParts, services: Services, self: Self): BoundRoute[] {
  return [
    ...healthRoutes(self),
    ...signInRoutes(parts, services),
    ...accountRoutes(parts, services),
    ...changeRoutes(parts, services),
    ...erasureRoutes(parts, services),
    ...recordRoutes(parts, services),
  ]
}

/** Who may use Muster. */
function signInRoutes(parts: FeatureParts, { oidc, members }: Services): BoundRoute[] {
  const { config, stores, clock, names } = parts
  return [
    ...sessionRoutes({
      ...stores,
      ...passphraseStores(parts),
      providerSignOut: providerSignOut(config, oidc),
      audit: stores.auditLog,
      onRefusedSignIn: createRefusedSignIns({ audit: stores.auditLog, clock }),
      clock,
      newId,
      identity: accountIdentity(parts),
      sealing: parts.sealer?.factors ?? null,
      isAdministrator: administrator(config),
      secure: names.secure,
      // A passkey would bypass a provider that is the only way in for members.
      relyingParty: () => (config.oidc?.passphrases === 'administrator' ? null : names.relyingParty()),
    }),
    ...oidcRoutes({ oidc, secure: names.secure }),
    ...scimRoutes(composeScim(parts)),
    ...membersRoutes(members),
    ...rolesRoutes(members),
    ...tokensRoutes({ tokens: stores.tokens, bearers: stores.bearers, clock, newId }),
  ]
}

/** The Kore.ai account: its users, who has which access, and the connection to it. */
function accountRoutes(parts: FeatureParts, { directory, connection, jobs, scripts }: Services): BoundRoute[] {
  const { stores, clock } = parts
  const audit = stores.auditLog
  return [
    ...usersRoutes(stores),
    ...accessRoutes(stores),
    ...savedViewsRoutes({ savedViews: stores.savedViews, clock, newId }),
    ...selectionsRoutes({ selections: stores.selections, access: stores.users, clock, audit }),
    ...directoryRoutes(directory),
    ...connectionRoutes({ gateway: connection.screen(jobs.credentialAccepted), audit }),
    ...koreRoutes({ passThrough: connection.gateway.passThrough, scripts }),
  ]
}

/** From an upload to a plan to a job, and what limits them. */
function changeRoutes(parts: FeatureParts, services: Services): BoundRoute[] {
  const { stores, clock } = parts
  const { events, catalogue, directory, jobs, plans, uploads } = services
  const describeSearch = async (filter: UserFilter) => matchingSentence(filter, 0, await stores.users.lookups())
  return [
    ...uploadsRoutes({ ...uploads, describeSearch, catalogue }),
    ...plansRoutes(plans),
    ...approvalRoutes({ ...plans, approvals: stores.approvals }),
    ...jobsRoutes(jobs.control),
    ...guardsRoutes({
      stopSwitch: stores.stopSwitch,
      limits: parts.limits,
      clock,
      onSwitched: () => events.publish({ kind: 'guards' }),
      onUpdated: jobs.onUpdated,
      onResumed: jobs.changesResumed,
    }),
    ...holdRoutes({
      holds: stores.holds,
      clock,
      onReleased: async ({ wasRestored }) => {
        await jobs.released()
        await requestDueSync(directory)
        if (wasRestored) await parts.auditHeads.acceptRestore()
      },
    }),
  ]
}

function erasureRoutes({ config, stores, clock, auditHeads }: FeatureParts, { plans }: Services): BoundRoute[] {
  return [
    ...casesRoutes({
      cases: stores.cases,
      clock,
      newId,
      deadlineDays: config.retention.erasureDeadlineDays,
      dueSoonDays: config.retention.erasureNoticeDays,
      makePlan: async ({ identifiers, change, actor, signal }) => {
        const source = { kind: 'identifiers' as const, identifiers: [...identifiers], change }
        return (await createPlan(plans, { source, actor, signal })).id
      },
    }),
    ...erasuresRoutes({ erasures: stores.erasures, clock, audit: stores.auditLog, signer: auditHeads.receipts }),
  ]
}

/** What was done, who is notified, and how long it is stored. */
function recordRoutes(parts: FeatureParts, { catalogue, events, outbound }: Services): BoundRoute[] {
  const { config, stores, clock } = parts
  const { keptDays } = config.retention
  return [
    ...auditRoutes({ ...stores, catalogue, clock, heads: parts.auditHeads.heads }),
    ...outbound.routes(),
    ...retentionRoutes({ retention: stores.retention(keptDays), keptFor: keptFor(config.retention) }),
    ...eventsRoutes({
      hub: events,
      isOwn: stores.scopes.isOwn,
      sessions: {
        grantOf: async (id) =>
          (await grantOfSession({ ...stores, clock }, id)) ?? (await grantOfToken({ ...stores, clock }, id)),
      },
    }),
  ]
}
