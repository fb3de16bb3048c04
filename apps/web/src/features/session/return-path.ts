/** The one-time token of a sign-in link (`#token=…`), or null. */
export function tokenOf(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token')
  return token === null || token === '' ? null : token
}

/** Path to open after the sign-in. Always a page of Muster, because anyone can edit the URL. */
export function returnPath(to: string | undefined): string {
  if (to === undefined || !/^\/(?![/\\])/.test(to) || to.startsWith('/sign-in')) return '/users'
  return to
}
