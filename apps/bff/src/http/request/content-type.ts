import type { IncomingMessage } from 'node:http'
import type { Route } from '@muster/contracts/route'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

const rawTypes = new Set([
  'application/json',
  'application/octet-stream',
  'text/csv',
  'text/tab-separated-values',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
])
/** Types that a form on a foreign page can send without a preflight: refused unless declared. */
const formTypes = new Set(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])

/** SCIM has a type of its own; browsers send neither without a preflight. */
const jsonTypes = new Set(['application/json', 'application/scim+json'])

const refuse = (detail: Message): never => {
  throw new ProblemError('unsupported_media_type', detail)
}

function expectJson(type: string, parameters: string): void {
  if (!jsonTypes.has(type) || !/^(\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(parameters)) refuse(message('body.json_utf8'))
}

/** Checks a request's body type against its route. Refuses form types as forgery, others as unsupported. */
export function checkContentType(route: Route, req: IncomingMessage): void {
  if (route.method === 'GET') return
  const coding = req.headers['content-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'identity') refuse(message('body.compressed'))
  const header = req.headers['content-type']
  if (header === undefined) {
    if (route.body !== undefined) refuse(message('body.no_type'))
    return
  }
  const cut = header.indexOf(';')
  const type = (cut < 0 ? header : header.slice(0, cut)).trim().toLowerCase()
  if (route.calledBy === 'another_server') {
    if (type !== 'application/x-www-form-urlencoded') refuse(message('body.type'))
    return
  }
  if (formTypes.has(type) && !(type === 'multipart/form-data' && route.body === 'multipart'))
    throw new ProblemError('csrf_refused', message('problem.no_html_forms'))
  if (route.body === 'multipart' && type !== 'multipart/form-data') refuse(message('body.multipart'))
  if (route.body === 'raw' && !rawTypes.has(type)) refuse(message('body.type'))
  if (route.body !== 'multipart' && route.body !== 'raw') expectJson(type, cut < 0 ? '' : header.slice(cut + 1))
}
