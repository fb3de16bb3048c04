import type { IncomingMessage } from 'node:http'
import type { Route } from '@muster/contracts/route'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import { csrfTokenFits } from '../session/session-cookie.ts'

type Head = Pick<IncomingMessage, 'headers'>

const headerOf = (req: Head, name: string): string | undefined => {
  const value = req.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

/** Monitoring routes, which any internal client may read. */
const open = new Set(['/healthz', '/readyz', '/metrics'])

/** A file instead of JSON for the app: a member may navigate to it. */
export function isDownload(route: Route): boolean {
  return Object.values(route.responses).some(
    (answer) => 'mediaType' in answer && answer.mediaType !== 'text/event-stream',
  )
}

/** Fetch Metadata rules for reads: only our own pages, and a member's own navigation to a download. */
export function checkReading(route: Route, req: Head): void {
  // Another site sends the browser here on purpose: the handler proves the request by its content.
  if (open.has(route.path) || route.calledBy === 'browser_from_another_site') return
  const site = headerOf(req, 'sec-fetch-site')
  const navigates = headerOf(req, 'sec-fetch-mode') === 'navigate'
  const dest = headerOf(req, 'sec-fetch-dest') ?? 'empty'
  const download = isDownload(route)
  const siteFits = site === undefined || site === 'same-origin' || (site === 'none' && navigates)
  const placeFits = download ? dest === 'empty' || dest === 'document' : !navigates && dest === 'empty'
  if (!siteFits || !placeFits) throw new ProblemError('forbidden', message('problem.own_pages_only'))
}

const isFromServer = ({ headers }: Head) =>
  headers['sec-fetch-site'] === undefined && headers.origin === undefined && headers.cookie === undefined

/** Whether an unsafe request comes from our own pages, or from a script that names our origin. */
export function checkWriting(
  route: Pick<Route, 'calledBy'>,
  req: Head,
  isOwnOrigin: (origin: string) => boolean,
): void {
  // A server sends no header of these; a browser always does, and is refused.
  if (route.calledBy === 'another_server') {
    if (isFromServer(req)) return
    throw new ProblemError('csrf_refused', message('problem.foreign_origin'))
  }
  const site = headerOf(req, 'sec-fetch-site')
  const origin = headerOf(req, 'origin')
  const claimsOwn = site === undefined ? origin !== undefined : site === 'same-origin'
  // A browser never reports same-origin with a foreign Origin.
  if (!claimsOwn || (origin !== undefined && !isOwnOrigin(origin)))
    throw new ProblemError('csrf_refused', message('problem.foreign_origin'))
}

/** The token bound to the session, required for its unsafe requests. */
export function checkCsrfToken(req: Head, bearer: string): void {
  const given = headerOf(req, 'x-muster-csrf')
  if (given === undefined || !csrfTokenFits(bearer, given))
    throw new ProblemError('csrf_refused', message('problem.csrf_token'))
}
