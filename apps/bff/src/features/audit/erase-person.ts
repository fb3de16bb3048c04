import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { AuditStore, ErasedCount } from './ports.ts'
import { readPerson, refuseMember } from './read-person.ts'

/**
 * Counts what names a person, or erases it if as much names them as the caller confirmed. `erased` is false when it was
 * only counted, or when the count has changed since. A current member is refused: their entries stay attributed.
 */
export async function erasePerson(
  { audit, clock }: { readonly audit: AuditStore; readonly clock: Clock },
  input: { readonly name: string; readonly confirmed?: ErasedCount | undefined },
  actor: Actor,
): Promise<ErasedCount & { readonly erased: boolean }> {
  const { confirmed } = input
  const person = readPerson(input.name)
  if (await audit.isMember(person)) throw refuseMember()
  const erased =
    confirmed === undefined ? null : await audit.erase({ person, confirmed, actor: actor.email, at: clock.now() })
  return erased === null ? { ...(await audit.named(person)), erased: false } : { ...erased, erased: true }
}
