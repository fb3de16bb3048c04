import { isIdentifier, readIdentifier } from '@muster/core/identifier/read-identifier'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { Person } from './ports.ts'

const refusal = (code: 'problem.no_person_identifier' | 'problem.person_is_member') =>
  new ProblemError('invalid_request', message(code), {
    errors: [{ location: 'body.name', message: message(code) }],
  })

/** The one person that a text identifies: by a full email address, or by an ID without blanks. */
export function readPerson(text: string): Person {
  const address = readIdentifier('email', text)
  if (address.kind === 'one') return { by: 'email', value: address.value }
  const id = readIdentifier('userId', text)
  if (id.kind !== 'one' || /\s/.test(id.value)) throw refusal('problem.no_person_identifier')
  if (!isIdentifier({ by: 'channelUserId', value: id.value, channelId: null }))
    throw refusal('problem.no_person_identifier')
  return { by: 'id', value: id.value }
}

export const refuseMember = (): ProblemError => refusal('problem.person_is_member')
