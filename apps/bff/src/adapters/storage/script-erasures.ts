import type { Lookups } from '@muster/core/access'
import { accessNames, scopeInWords } from '@muster/core/access-names'
import type { Clock } from '../../clock.ts'
import type { KoreErasures } from '../../features/kore/ports.ts'
import { insertErasure } from './erasures-insert.ts'
import { newId } from './new-id.ts'
import type { Db } from './storage.ts'

const lost =
  'The answer to a script\u2019s request was lost, and with it its id. Kore.ai may or may not be erasing. Send the request again (harmless, a second request) or leave it.'

/** Keeps the erasures that scripts ask for among the desk's own. `onKept` is told of each once it is committed. */
export function createSqlScriptErasures(
  db: Db,
  deps: {
    readonly lookups: () => Promise<Lookups>
    readonly clock: Clock
    readonly onKept: (erasureId: string) => void
  },
): KoreErasures {
  return {
    keep: async ({ requestId, requestedBy, scope, people }) => {
      const id = newId()
      const erasure = {
        id,
        requestId,
        scope,
        scopeText: scopeInWords(scope, accessNames(await deps.lookups())),
        requestedBy,
        reason: requestId === null ? lost : null,
        people: people.map((identifier) => ({ seq: null, identifier, user: null })),
      }
      const at = new Date(deps.clock.now())
      await db.transaction().execute((trx) => insertErasure(trx, { erasure, jobId: null, at }))
      deps.onKept(id)
    },
  }
}
