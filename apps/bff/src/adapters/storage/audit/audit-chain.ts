import { hash as digest } from 'node:crypto'
import type { ChainedEntry } from '../../../features/audit/ports.ts'

type ActorFields = Pick<ChainedEntry, 'actor' | 'token' | 'address' | 'session'>
type SubjectFields = Pick<ChainedEntry, 'subjectUserId' | 'subjectLabel' | 'sentence' | 'message'>

/** Hash before the first entry. */
export const chainStart = ''

const sha256 = (text: string) => digest('sha256', text, 'hex')
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

const hasNoActor = (entry: ChainedEntry) =>
  entry.actor === '' && [entry.token, entry.address, entry.session, entry.actorSalt].every((field) => field === null)

const hasNoSubject = (entry: ChainedEntry) =>
  entry.sentence === '' &&
  [entry.subjectUserId, entry.subjectLabel, entry.message, entry.subjectSalt].every((field) => field === null)

/** Whether the actor or the subject of an entry was erased; an entry without commitments is erased as a whole. */
export const isErased = (entry: ChainedEntry): boolean =>
  entry.actorCommitment === null
    ? hasNoActor(entry) && hasNoSubject(entry)
    : entry.actorSalt === null || entry.subjectSalt === null

/** Whether an entry continues the chain with its hash and commitments unchanged. */
export function entryMatches(previous: { readonly hash: string }, entry: ChainedEntry): boolean {
  if (entry.hash !== chainHash(previous.hash, entry)) return false
  return entry.actorCommitment === null || (actorMatches(entry) && subjectMatches(entry))
}

/** What is left of an erased entry without commitments, whose hash can no longer be recomputed. */
export const digestLeft = ({ seq, at, action, outcome, jobId, prevHash, hash }: ChainedEntry): string =>
  sha256(JSON.stringify([seq, at, action, outcome, jobId, prevHash, hash]))

function actorMatches(entry: ChainedEntry): boolean {
  return entry.actorSalt === null ? hasNoActor(entry) : commitActor(entry.actorSalt, entry) === entry.actorCommitment
}

function subjectMatches(entry: ChainedEntry): boolean {
  return entry.subjectSalt === null
    ? hasNoSubject(entry)
    : commitSubject(entry.subjectSalt, entry) === entry.subjectCommitment
}
