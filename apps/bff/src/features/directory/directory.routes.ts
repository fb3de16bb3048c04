import { getDirectory, loadDirectoryCsv as loadRoute, refreshDirectory } from '@muster/contracts/users'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { Queue } from '../../queue.ts'
import { requestRefresh } from './keep-directory-fresh.ts'
import { type LoadDeps, loadDirectoryCsv } from './load-directory-csv.ts'

export function directoryRoutes(deps: LoadDeps & { readonly queue: Queue }): BoundRoute[] {
  return [
    bind(getDirectory, async () => ({ status: 200, json: await deps.store.state() })),
    bind(refreshDirectory, async () => ({ status: 202, json: await requestRefresh(deps) })),
    bind(loadRoute, async (_input, context) => {
      const loaded = await loadDirectoryCsv(deps, context.raw, actorOf(context).email)
      return { status: 200, json: loaded }
    }),
  ]
}
