import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import type { SandboxControl } from '../control/control.ts'
import { controlRouter } from '../control/control-routes.ts'
import { refused } from '../responses/responses.ts'
import { type CallDeps, handleCall } from './handle-call.ts'
import { servedEndpoints } from './routes.ts'

const methodNotAllowed = refused(405, 'Method Not Allowed')
const notFound = refused(404, 'Not Found')

/** Accepts `//` in a path, like the real servers. */
const oneSlash: RequestHandler = (req, _res, next) => {
  req.url = req.url.replace(/^[^?]*/, (path) => path.replace(/\/{2,}/g, '/'))
  next()
}

const onError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(error)
    return
  }
  const status = statusOf(error)
  const response = status < 500 ? refused(status, 'Bad Request') : refused(500, 'The sandbox failed')
  if (status >= 500) console.error('kore-sandbox:', error)
  res.status(response.status).json(response.body)
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500
  return typeof error.status === 'number' ? error.status : 500
}

/** The Express application: control calls, then the endpoints; checks the method before anything else. */
export function createApp(deps: CallDeps, control: SandboxControl): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(oneSlash)
  app.use('/sandbox', controlRouter(control))
  app.use(express.raw({ type: () => true, limit: '50mb' }))
  for (const path of new Set(servedEndpoints.map((endpoint) => endpoint.path))) {
    app.all(path, (req, res, next) => {
      const endpoint = servedEndpoints.find((one) => one.path === path && one.method === req.method)
      if (endpoint === undefined) res.status(methodNotAllowed.status).json(methodNotAllowed.body)
      else handleCall(deps, endpoint, req, res).catch(next)
    })
  }
  app.use((_req, res) => {
    res.status(notFound.status).json(notFound.body)
  })
  app.use(onError)
  return app
}
