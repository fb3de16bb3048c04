import { minuteLimitMessage } from '@muster/kore-api/rate-limit'
import { refused } from '../responses/responses.ts'
import type { Answer } from '../world.ts'
import type { FaultRule } from './fault.ts'

/** The result of a fault: a response, a text that is not JSON, a destroyed socket, or no response. */
export type Behavior =
  | { readonly do: 'answer'; readonly answer: Answer }
  | { readonly do: 'text'; readonly status: number; readonly type: string; readonly text: string }
  | { readonly do: 'destroy' }
  | { readonly do: 'silence' }

/** `run` makes the call take effect; `later` does so after a delay. */
export type Means = { readonly run: () => Answer; readonly later: (ms: number) => void }

/** Runs a call with a fault. */
export function applyFault(fault: FaultRule, means: Means): Behavior {
  switch (fault.kind) {
    case 'latency':
      return { do: 'answer', answer: means.run() }
    case 'status':
      if (fault.effect === 'applied') means.run()
      return withStatus(fault)
    case 'rate-limit':
      return { do: 'answer', answer: rateLimited(fault) }
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
      return { do: 'answer', answer: withoutUser(means.run(), fault.user) }
    case 'garbage':
    default:
      return garbage(fault, fault.effect === 'none' ? undefined : means.run())
  }
}

/** Omits every list member that names the user. */
function withoutUser(answer: Answer, user: string | undefined): Answer {
  const names = (value: unknown): boolean =>
    typeof value === 'object' && value !== null
      ? Object.values(value).some(names)
      : typeof value === 'string' && value.toLowerCase() === user?.toLowerCase()
  const thin = (value: unknown): unknown => (Array.isArray(value) ? value.filter((one) => !names(one)) : value)
  const { body } = answer
  const isRecord = typeof body === 'object' && body !== null && !Array.isArray(body)
  return {
    ...answer,
    body: isRecord ? Object.fromEntries(Object.entries(body).map(([key, value]) => [key, thin(value)])) : thin(body),
  }
}

function withStatus(fault: FaultRule): Behavior {
  const status = fault.status ?? 500
  if (typeof fault.body === 'string') return { do: 'text', status, type: 'text/html', text: fault.body }
  const plain = refused(status, 'Something went wrong')
  const answer = { ...plain, ...(fault.body === undefined ? {} : { body: fault.body }) }
  return { do: 'answer', answer: { ...answer, headers: fault.headers ?? {} } }
}

function rateLimited(fault: FaultRule): Answer {
  const answer = refused(fault.status ?? 429, minuteLimitMessage)
  const wait = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  return { ...answer, headers: { ...fault.headers, ...wait } }
}

function garbage(fault: FaultRule, answer: Answer | undefined): Behavior {
  const status = fault.status ?? 200
  const json = JSON.stringify(answer?.body ?? { msg: 'Users are updated Successfully' })
  switch (fault.garbage ?? 'html') {
    case 'html':
      return { do: 'text', status, type: 'text/html', text: '<!doctype html><title>Sign in</title><h1>Welcome</h1>' }
    case 'empty':
      return { do: 'text', status, type: 'application/json', text: '' }
    case 'truncated':
      return { do: 'text', status, type: 'application/json', text: json.slice(0, Math.ceil(json.length / 2)) }
    case 'wrong-shape':
    default:
      return { do: 'answer', answer: { status, body: fault.body ?? { success: true, data: [42, null] } } }
  }
}
