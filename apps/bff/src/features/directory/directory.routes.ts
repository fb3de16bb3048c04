import {
  getDirectory,
  importDirectoryCsv as importRoute,
  listUnreadable,
  readDirectoryCsv,
  syncDirectory,
} from '@muster/contracts/users'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { importDirectoryCsv, type LoadDeps } from './import-directory-csv.ts'
import { previewDirectoryCsv } from './preview-directory-csv.ts'
import { type FreshDeps, requestSync } from './schedule-sync.ts'

export function directoryRoutes(deps: LoadDeps & Pick<FreshDeps, 'queue'>): BoundRoute[] {
  return [
    bind(getDirectory, async () => ({ status: 200, json: await deps.store.state() })),
    bind(listUnreadable, async () => ({ status: 200, json: await deps.store.unreadable() })),
    bind(syncDirectory, async () => ({ status: 202, json: await requestSync(deps) })),
    bind(readDirectoryCsv, async (_input, { body }) => ({ status: 200, json: await previewDirectoryCsv(body) })),
    bind(importRoute, async ({ query }, context) => {
      const loaded = await importDirectoryCsv(deps, context.body, {
        actor: actorOf(context).email,
        columns: query.columns,
      })
      return { status: 200, json: loaded }
    }),
  ]
}
