import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** The metrics of the process in a separate registry. */
export interface Metrics {
  /** `route` is the pattern, which bounds the number of series. */
  readonly request: (exchange: { method: string; route: string; status: number; ms: number }) => void
  /** One call to Kore.ai. */
  readonly koreCall: (call: { endpoint: string; result: string; ms: number }) => void
  jobStarted(): void
  readonly read: () => Promise<string>
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'muster_http_request_seconds',
    help: 'Time to respond to a request, by route pattern.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  const calls = new Histogram({
    name: 'muster_kore_call_seconds',
    help: 'Time of a call to Kore.ai, by endpoint and result.',
    labelNames: ['endpoint', 'result'] as const,
    buckets: [0.1, 0.3, 1, 3, 10, 30, 60],
    registers,
  })
  const jobs = new Counter({
    name: 'muster_jobs_started_total',
    help: 'Plans that were applied.',
    registers,
  })
  return {
    request: ({ method, route, status, ms }) =>
      requests.observe({ method: methods.has(method) ? method : 'other', route, status: String(status) }, ms / 1000),
    koreCall: ({ endpoint, result, ms }) => calls.observe({ endpoint, result }, ms / 1000),
    jobStarted: () => jobs.inc(),
    read: () => registry.metrics(),
  }
}
