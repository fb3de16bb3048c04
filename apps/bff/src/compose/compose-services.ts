import { createCatalogues } from '../adapters/catalogues/read-catalogue.ts'
import { createTitleSearch } from '../adapters/catalogues/read-title-search.ts'
import { createEventRelay } from '../adapters/storage/database/events-relay.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import { createEvents } from '../features/events/create-events.ts'
import { composeConnection } from './compose-connection.ts'
import { composeJobs } from './compose-jobs.ts'
import { composeMail } from './compose-mail.ts'
import { composeOidc, namedOwners } from './compose-oidc.ts'
import { composeOutbound } from './compose-outbound.ts'
import type { FeatureParts } from './compose-parts.ts'
import { composePlans } from './compose-plans.ts'

/** What the features share with each other, beyond the parts of the process. */
export type Services = Awaited<ReturnType<typeof composeServices>>

export async function composeServices(parts: FeatureParts) {
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
  const directory = { reader: gateway.reader, store: stores.directory, events, clock, audit, queue, maxRecords }
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
