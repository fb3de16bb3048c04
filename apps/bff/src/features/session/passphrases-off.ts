import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { InvitationStore, MemberStore } from './ports.ts'

interface Stores {
  readonly members: MemberStore
  readonly invitations: InvitationStore
}

/**
 * Turns the passphrases of members off: none fits, as if the member had none, and with the same response in the same
 * time. The administrator of the configuration keeps theirs. An invitation sets none; it counts at the identity provider.
 */
export function withoutPassphrases(
  { members, invitations }: Stores,
  { administrator, provider }: { readonly administrator: string | null; readonly provider: string },
): Stores {
  const refuse = async (): Promise<never> => {
    throw new ProblemError('conflict', message('problem.passphrases_off', { provider }))
  }
  return {
    members: {
      ...members,
      byEmail: async (email) => {
        const member = await members.byEmail(email)
        const isAdministrator = member?.email.toLowerCase() === administrator?.toLowerCase()
        return member === null || isAdministrator ? member : { ...member, passwordHash: null }
      },
    },
    invitations: {
      find: async (linkId, now) => ((await invitations.find(linkId, now)) === null ? null : await refuse()),
      accept: refuse,
    },
  }
}
