import { visibleControls } from '@muster/core/text/visible-controls'

/** The account of a failed sign-in for the audit. Text that is not an address may be a password in the wrong field. */
export function describeAccount(email: string): string {
  return /^[^\s@]+@[^\s@]+$/.test(email) ? `“${visibleControls(email)}”` : 'a name that is not an email address'
}
