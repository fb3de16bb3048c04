import { getHealth, getMetrics, getReadiness } from '@muster/contracts/health'
import { message } from '@muster/wording/message'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import type { MetricsText, ProcessHealth } from './ports.ts'

export function healthRoutes({ health, metrics }: { health: ProcessHealth; metrics: MetricsText }): BoundRoute[] {
  return [
    bind(getHealth, async () => ({ status: 200, json: { status: 'ok' } })),
    bind(getReadiness, async () => {
      const status = await health.ready()
      if (status === 'ok') return { status: 200, json: { status } }
      return { status: 503, json: { status }, headers: { 'Retry-After': '5' } }
    }),
    bind(getMetrics, async (_input, { raw }) => {
      if (!metrics.mayRead(raw)) throw new ProblemError('not_found', message('problem.no_resource'))
      return { status: 200, bytes: Buffer.from(await metrics.read()), mediaType: 'text/plain; version=0.0.4' }
    }),
  ]
}
