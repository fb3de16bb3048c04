import type { RunContext } from '../context/run-context.ts'
import type { CallOptions, EraseResult } from '../kore-ports.ts'
import { keyOf, removeRequest, updateRequest } from '../kore-requests.ts'
import type { Ready } from '../ready-item.ts'

/** The one call these items share; they are of one kind and, for erasures, one scope. */
export async function callKore(
  { deps: { writer } }: RunContext,
  ready: readonly Ready[],
  options: CallOptions,
): Promise<EraseResult> {
  const change = ready[0]?.run.item.change
  if (change?.kind === 'erase') {
    const items = ready.map((one) => one.run.item)
    return writer.eraseUsersData(
      { keys: items.map(keyOf), identifiers: items.map((item) => item.identifier), scope: change.scope },
      options,
    )
  }
  const named = ready.flatMap(({ run, now, identifier }) =>
    identifier === null ? [] : [{ item: run.item, now, identifier }],
  )
  if (change?.kind === 'remove') {
    return writer.removeUsers(
      named.map(({ item, identifier }) => removeRequest(item, identifier)),
      options,
    )
  }
  return writer.updateUsers(
    named.flatMap(({ item, now, identifier }) => (now === null ? [] : [updateRequest(item, identifier, now)])),
    options,
  )
}
