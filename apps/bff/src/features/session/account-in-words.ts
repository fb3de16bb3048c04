import { visibleControls } from '@muster/core/text/visible-controls'

/** The account of a failed sign-in in words. What is no address may be a password in the wrong field. */
export function accountInWords(email: string): string {
  return /^[^\s@]+@[^\s@]+$/.test(email) ? `“${visibleControls(email)}”` : 'a name that is no email address'
}
