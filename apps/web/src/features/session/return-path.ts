/** The one-time token of a sign-in link (`#token=…`), or null. */
export function tokenOf(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token')
  return token === null || token === '' ? null : token
}

/** Where to go after signing in: only ever a place of this desk, whatever the address bar was made to say. */
export function returnPath(to: string | undefined): string {
  if (to === undefined || !/^\/(?![/\\])/.test(to) || to.startsWith('/sign-in')) return '/users'
  return to
}
