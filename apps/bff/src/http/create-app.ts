import { randomUUID } from 'node:crypto'
import { message } from '@muster/wording/message'
import express, {
  type ErrorRequestHandler,
  type Express,
  type NextFunction,
  type Request,
  type Response,
} from 'express'
import { ProblemError } from '../problem-error.ts'
import type { AppOptions } from './app-options.ts'
import { handleRoute, type RateLimits } from './handle-route.ts'
import { framingError, refusedConnections } from './request/framing.ts'
import { apiHeaders, baseHeaders, setHeaders } from './response/security-headers.ts'
import { sendProblem, toProblem } from './response/send-problem.ts'
import { createStaticFiles } from './response/static-files.ts'
import type { BoundRoute } from './route-handler.ts'
import { createRateLimit } from './session/rate-limit.ts'

const requestIdOf = (res: Response) => String(res.locals['requestId'])

/** Assigns the request id, sets the common headers, and records the completed exchange. */
function open(options: AppOptions) {
  const headers = baseHeaders(options.secure)
  return (req: Request, res: Response, next: NextFunction) => {
    res.locals['requestId'] = randomUUID()
    setHeaders(res, headers)
    setHeaders(res, apiHeaders)
    res.setHeader('X-Request-Id', requestIdOf(res))
    const began = options.clock.monotonic()
    res.once('close', () => {
      options.onExchange({
        requestId: requestIdOf(res),
        method: req.method,
        route: String(res.locals['route'] ?? 'unknown'),
        status: res.statusCode,
        ms: Math.round(options.clock.monotonic() - began),
        memberId: typeof res.locals['memberId'] === 'string' ? res.locals['memberId'] : null,
      })
    })
    next()
  }
}

const framingCode = {
  400: 'invalid_request',
  405: 'method_not_allowed',
  431: 'too_large',
  501: 'invalid_request',
} as const

function refuse({ isOwnHost, stopping }: AppOptions) {
  return (req: Request, res: Response, next: NextFunction) => {
    const framing = framingError(req)
    if (framing !== null) {
      refusedConnections.add(req.socket)
      res.setHeader('Connection', 'close')
      if (framing.status === 405) res.setHeader('Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE')
      throw new ProblemError(framingCode[framing.status], framing.detail)
    }
    if (!isOwnHost(req.headers.host ?? ''))
      throw new ProblemError('invalid_request', message('problem.host_not_accepted'))
    if (stopping() && req.path !== '/healthz' && req.path !== '/readyz')
      throw new ProblemError('stopping', message('problem.stopping'), { retryAfterSeconds: 5 })
    next()
  }
}

function bindAll(app: Express, options: AppOptions, limits: RateLimits): void {
  const byPath = Map.groupBy(options.routes, ({ route }) => route.path)
  // A literal path segment takes precedence over a parameter: `/uploads/template.csv` is not an upload's id.
  const sorted = [...byPath].toSorted(([one], [other]) => (literalFirst(one) < literalFirst(other) ? -1 : 1))
  for (const [path, bounds] of sorted) {
    const methods = bounds.map(({ route }) => route.method)
    const allow = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ')
    // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 hands a rejection to the error handler
    app.all(path, async (req: Request, res: Response) => {
      res.locals['route'] = path
      const bound = boundOf(bounds, req.method)
      if (bound === undefined) {
        res.setHeader('Allow', allow)
        throw new ProblemError('method_not_allowed', message('problem.methods_accepted', { methods: allow }))
      }
      await handleRoute(bound, { ...options, limits }, { req, res })
    })
  }
}

const literalFirst = (path: string) => path.replaceAll(':', '~')

function boundOf(bounds: readonly BoundRoute[], method: string): BoundRoute | undefined {
  const served = method === 'HEAD' ? 'GET' : method
  return bounds.find(({ route }) => route.method === served)
}

function onError(log: AppOptions['log']): ErrorRequestHandler {
  // Express recognizes error handlers by their four parameters.
  return (thrown: unknown, req: Request, res: Response, _next: NextFunction) => {
    const problem = toProblem(thrown)
    const gone = res.destroyed || req.socket.destroyed
    if (problem.code === 'internal' && !gone)
      log.error(
        { requestId: requestIdOf(res), route: res.locals['route'], error: thrown },
        'A request failed because of a bug',
      )
    sendProblem(res, problem, requestIdOf(res))
  }
}

/** The whole HTTP side: bound routes, the web app's files, and problem details for everything else. */
export function createApp(options: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.set('strict routing', true)
  app.set('case sensitive routing', true)
  app.set('trust proxy', false)
  app.use(open(options), refuse(options))
  bindAll(app, options, {
    member: createRateLimit(options.requestsPerMinute.member, options.clock),
    anonymous: createRateLimit(options.requestsPerMinute.anonymous, options.clock),
  })
  app.use(['/api', '/scim'], () => {
    throw new ProblemError('not_found', message('problem.no_resource'))
  })
  app.use(createStaticFiles({ root: options.webRoot, secure: options.secure }))
  app.use(onError(options.log))
  return app
}
