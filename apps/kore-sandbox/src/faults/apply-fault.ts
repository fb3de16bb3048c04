import { minuteLimitMessage } from '@muster/kore-api/rate-limit'
import { refused } from '../responses/responses.ts'
import type { SandboxResponse } from '../world.ts'
import type { FaultRule } from './fault.ts'

/** The result of a fault: a response, a text that is not JSON, a destroyed socket, or no response. */
export type Behavior =
  | { readonly do: 'response'; readonly response: SandboxResponse }
  | { readonly do: 'text'; readonly status: number; readonly type: string; readonly text: string }
  | { readonly do: 'destroy' }
  | { readonly do: 'silence' }

/** `run` makes the call take effect; `later` does so after a delay. */
export type Means = { readonly run: () => SandboxResponse; readonly later: (ms: number) => void }

/** Runs a call with a fault. */
export function applyFault(fault: FaultRule, means: Means): Behavior {
  switch (fault.kind) {
    case 'latency':
      return { do: 'response', response: means.run() }
    case 'status':
      if (fault.effect === 'applied') means.run()
      return withStatus(fault)
    case 'rate-limit':
      return { do: 'response', response: rateLimited(fault) }
    case 'drop-before':
      return { do: 'destroy' }
    case 'drop-after':
      means.run()
      return { do: 'destroy' }
    case 'late-effect':
      means.later(fault.lateMs ?? 1000)
      return { do: 'destroy' }
    case 'hang':
      if (fault.effect === 'applied') means.run()
      return { do: 'silence' }
    case 'omit':
      return { do: 'response', response: withoutUser(means.run(), fault.user) }
    case 'garbage':
    default:
      return garbage(fault, fault.effect === 'none' ? undefined : means.run())
  }
}

/** Omits every list member that names the user. */
function withoutUser(response: SandboxResponse, user: string | undefined): SandboxResponse {
  const names = (value: unknown): boolean =>
    typeof value === 'object' && value !== null
      ? Object.values(value).some(names)
      : typeof value === 'string' && value.toLowerCase() === user?.toLowerCase()
  const thin = (value: unknown): unknown => (Array.isArray(value) ? value.filter((one) => !names(one)) : value)
  const { body } = response
  const isRecord = typeof body === 'object' && body !== null && !Array.isArray(body)
  return {
    ...response,
    body: isRecord ? Object.fromEntries(Object.entries(body).map(([key, value]) => [key, thin(value)])) : thin(body),
  }
}

function withStatus(fault: FaultRule): Behavior {
  const status = fault.status ?? 500
  if (typeof fault.body === 'string') return { do: 'text', status, type: 'text/html', text: fault.body }
  const plain = refused(status, 'Something went wrong')
  const response = { ...plain, ...(fault.body === undefined ? {} : { body: fault.body }) }
  return { do: 'response', response: { ...response, headers: fault.headers ?? {} } }
}

function rateLimited(fault: FaultRule): SandboxResponse {
  const response = refused(fault.status ?? 429, minuteLimitMessage)
  const wait = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  return { ...response, headers: { ...fault.headers, ...wait } }
}

function garbage(fault: FaultRule, response: SandboxResponse | undefined): Behavior {
  const status = fault.status ?? 200
  const json = JSON.stringify(response?.body ?? { msg: 'Users are updated Successfully' })
  switch (fault.garbage ?? 'html') {
    case 'html':
      return { do: 'text', status, type: 'text/html', text: '<!doctype html><title>Sign in</title><h1>Welcome</h1>' }
    case 'empty':
      return { do: 'text', status, type: 'application/json', text: '' }
    case 'truncated':
      return { do: 'text', status, type: 'application/json', text: json.slice(0, Math.ceil(json.length / 2)) }
    case 'wrong-shape':
    default:
      return { do: 'response', response: { status, body: fault.body ?? { success: true, data: [42, null] } } }
  }
}
