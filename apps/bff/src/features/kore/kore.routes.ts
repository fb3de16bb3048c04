import { koreEraseUsersData, koreRemoveUsers, koreUpdateUsers } from '@muster/contracts/kore'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import { type KoreDeps, passCallThrough } from './pass-call-through.ts'

/** The three Kore.ai endpoints unchanged, for scripts. */
export function koreRoutes(deps: KoreDeps): readonly BoundRoute[] {
  return [
    bind(koreUpdateUsers, (_input, context) => passCallThrough(deps, 'updateUsers', context)),
    bind(koreRemoveUsers, (_input, context) => passCallThrough(deps, 'removeUsers', context)),
    bind(koreEraseUsersData, (_input, context) => passCallThrough(deps, 'eraseUsersData', context)),
  ]
}
