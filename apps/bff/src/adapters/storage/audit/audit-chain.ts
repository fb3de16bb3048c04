import { createHash } from 'node:crypto'
import type { ChainedEntry } from '../../../features/audit/ports.ts'

type ActorFields = Pick<ChainedEntry, 'actor' | 'token' | 'address' | 'session'>
type SubjectFields = Pick<ChainedEntry, 'subjectUserId' | 'subjectLabel' | 'sentence' | 'message'>

/** Hash before the first entry. */
export const chainStart = ''

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const commitment = (salt: string, fields: readonly (string | null)[]) => sha256(`${salt}\n${JSON.stringify(fields)}`)

/** Commitment to the member of an entry and the origin of the act. Without its salt it reveals nothing. */
export const commitActor = (salt: string, { actor, token, address, session }: ActorFields): string =>
  commitment(salt, [actor, token, address, session])

/** Commitment to the user of an entry and to its sentence. */
export const commitSubject = (salt: string, fields: SubjectFields): string =>
  commitment(salt, [fields.subjectUserId, fields.subjectLabel, fields.sentence, fields.message])

/** The hash of an entry: over the previous hash and the entry as an array of JSON, which has one spelling. */
export function chainHash(previous: string, entry: ChainedEntry): string {
  const { seq, at, action, outcome, jobId, actorCommitment, subjectCommitment } = entry
  const hashed =
    actorCommitment === null
      ? withoutCommitments(entry)
      : [2, seq, at, action, outcome, jobId, actorCommitment, subjectCommitment]
  return sha256(`${previous}\n${JSON.stringify(hashed)}`)
}

const withoutCommitments = ({ seq, at, action, actor, subjectUserId, subjectLabel, ...rest }: ChainedEntry) => [
  seq,
  at,
  action,
  actor,
  subjectUserId,
  subjectLabel,
  rest.sentence,
  rest.outcome,
  rest.jobId,
  ...(rest.message === null ? [] : [rest.message]),
]

/** Whether the actor or the subject of an entry was erased. */
export const isErased = ({ actor, sentence, ...entry }: ChainedEntry): boolean =>
  entry.actorCommitment === null
    ? actor === '' || sentence === ''
    : entry.actorSalt === null || entry.subjectSalt === null

/** Whether an entry continues the chain unchanged. An erased older entry matches by its link alone. */
export function entryMatches(previous: { readonly seq: number; readonly hash: string }, entry: ChainedEntry): boolean {
  if (entry.seq !== previous.seq + 1 || entry.prevHash !== previous.hash) return false
  if (entry.hash !== chainHash(previous.hash, entry)) return entry.actorCommitment === null && isErased(entry)
  if (entry.actorCommitment === null) return true
  return actorMatches(entry) && subjectMatches(entry)
}

function actorMatches(entry: ChainedEntry): boolean {
  if (entry.actorSalt !== null) return commitActor(entry.actorSalt, entry) === entry.actorCommitment
  return entry.actor === '' && entry.token === null && entry.address === null && entry.session === null
}

function subjectMatches(entry: ChainedEntry): boolean {
  if (entry.subjectSalt !== null) return commitSubject(entry.subjectSalt, entry) === entry.subjectCommitment
  return (
    [entry.subjectUserId, entry.subjectLabel, entry.message].every((field) => field === null) && entry.sentence === ''
  )
}
