import { randomUUID } from 'node:crypto'
import { messageText } from '@muster/wording/message-text'
import { createCatalogues } from '../adapters/catalogues/read-catalogue.ts'
import { createAuditReceiver, createHttpDestinations } from '../adapters/outbound/create-destinations.ts'
import { createOutboundClient } from '../adapters/outbound/outbound-client.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import { createSqlCursorStore } from '../adapters/storage/outbound/cursors-store.ts'
import { createSqlDeliveryStore } from '../adapters/storage/outbound/deliveries-store.ts'
import { createSqlEntryReader } from '../adapters/storage/outbound/entry-reader.ts'
import { createNoticeDelivery } from '../features/notices/deliver-notices.ts'
import { type Follower, startFollower } from '../features/notices/follow-audit.ts'
import { noticesRoutes } from '../features/notices/notices.routes.ts'
import { createAuditStreamer } from '../features/notices/stream-audit.ts'
import { planLifeMs } from '../features/plans/plan-entry.ts'
import type { Mailer } from '../mail.ts'
import { mailDestinations } from './compose-mail.ts'
import type { FeatureParts } from './compose-parts.ts'

/** What follows the audit until the shutdown. */
function createFollowers({ clock, log, shutdown }: FeatureParts) {
  const followers: Follower[] = []
  shutdown.add('the deliveries', async () => void (await Promise.all(followers.map((one) => one.stop()))))
  return {
    start: (tick: (signal: AbortSignal) => Promise<void>) =>
      followers.push(
        startFollower(tick, { clock, onError: (error) => log.error({ error }, 'Could not read what to deliver') }),
      ),
    wake: () => followers.forEach((one) => one.wake()),
  }
}

/** Notices to other programs, and the stream of the audit. */
export function composeOutbound(parts: FeatureParts, mailer: Mailer) {
  const { config, storage, clock, log, names, shutdown, upstream } = parts
  const client = createOutboundClient(config.outbound.network, config.outbound)
  shutdown.add('the receivers', () => client.close())
  const catalogue = createCatalogues()
  const writer = {
    account: { account: upstream.accountName, environment: upstream.environment },
    publicUrl: () => names.url(),
    text: async (...[sentence, language]: Parameters<Parameters<typeof createHttpDestinations>[1]['writer']['text']>) =>
      messageText(await catalogue(language), sentence),
  }
  const now = () => clock.now()
  const receiver = createAuditReceiver(config.outbound, { client, now })
  const shared = {
    destinations: [
      ...createHttpDestinations(config.outbound, { client, writer, now }),
      ...mailDestinations(parts, mailer),
    ],
    cursors: createSqlCursorStore(storage.db),
    deliveries: createSqlDeliveryStore(storage.db),
    entries: createSqlEntryReader(storage.db),
    clock,
    holder: randomUUID(),
    planLifeMs,
    onFailure: (error: unknown) => log.warn({ error }, 'Could not deliver to a receiver; Muster retries'),
  }
  const { start, wake } = createFollowers(parts)
  return {
    routes: () => noticesRoutes({ ...shared, receiver, audit: parts.stores.auditLog, newId, wake }),
    startWork: () => {
      if (shared.destinations.length > 0) start(createNoticeDelivery(shared))
      if (receiver !== null) start(createAuditStreamer({ ...shared, receiver }))
    },
  }
}
