import { foldAddress } from '@muster/core/text/fold-address'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { FactorStore } from './factors-ports.ts'
import type { InvitationStore, MemberStore } from './ports.ts'

interface Stores {
  readonly factors: FactorStore
  readonly members: MemberStore
  readonly invitations: InvitationStore
}

/**
 * Turns the passphrases of members off: none fits, as if the member had none, and with the same response in the same
 * time. The administrator of the configuration keeps theirs. An invitation sets none; it counts at the identity provider.
 */
export function withoutPassphrases(
  { members, invitations, factors }: Stores,
  { administrator, provider }: { readonly administrator: string | null; readonly provider: string },
): Stores {
  const refuse = async (): Promise<never> => {
    throw new ProblemError('conflict', message('problem.passphrases_off', { provider }))
  }
  const isAdministrator = (email: string) => administrator !== null && foldAddress(email) === foldAddress(administrator)
  const withoutHash = <T extends { readonly email: string; readonly passwordHash: string | null }>(of: T | null) =>
    of === null || isAdministrator(of.email) ? of : { ...of, passwordHash: null }
  return {
    factors: { ...factors, of: async (memberId) => withoutHash(await factors.of(memberId)) },
    members: {
      ...members,
      byEmail: async (email) => withoutHash(await members.byEmail(email)),
    },
    invitations: {
      find: async (linkId, now) => ((await invitations.find(linkId, now)) === null ? null : await refuse()),
      accept: refuse,
    },
  }
}
