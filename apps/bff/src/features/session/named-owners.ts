import { foldAddress } from '@muster/core/text/fold-address'

/** The owner of an installation without a configured administrator. */
export const linkOwner = { email: 'owner@localhost', name: 'Owner' } as const

/** Addresses, folded, of the members that the configuration allows to be owners. */
export function ownersNamedBy(config: {
  readonly admin: { readonly email: string } | null
  readonly owners: readonly string[]
}): readonly string[] {
  return [config.admin?.email ?? linkOwner.email, ...config.owners].map(foldAddress)
}
