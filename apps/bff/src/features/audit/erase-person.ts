import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { ErasedCount, PersonFound, PersonStore } from './ports.ts'
import { readPerson, refuseMember } from './read-person.ts'

/**
 * Counts what names a person, or erases it if as much names them as the caller confirmed. `erased` is false when it was
 * only counted, or when the count has changed since. A current member is refused: their entries stay attributed.
 */
export async function erasePerson(
  { persons, clock }: { readonly persons: PersonStore; readonly clock: Clock },
  input: { readonly name: string; readonly confirmed?: ErasedCount | undefined },
  { actor, signal }: { readonly actor: Actor; readonly signal: AbortSignal },
): Promise<PersonFound & { readonly erased: boolean }> {
  const { confirmed } = input
  const person = readPerson(input.name)
  if (await persons.isMember(person)) throw refuseMember()
  const erased =
    confirmed === undefined
      ? null
      : await persons.erase({ person, confirmed, actor: actor.email, at: clock.now() }, signal)
  return erased === null ? { ...(await persons.named(person, signal)), erased: false } : { ...erased, erased: true }
}
