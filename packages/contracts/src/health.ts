import * as z from 'zod/mini'
import { route } from './route.ts'

const state = z.object({ status: z.enum(['ok', 'starting', 'stopping', 'damaged', 'failed']) })
export const getHealth = route({
  method: 'GET',
  path: '/healthz',
  summary: 'Alive',
  permission: 'none',
  stepUp: 'none',
  responses: { 200: state },
})
export const getReadiness = route({
  method: 'GET',
  path: '/readyz',
  summary: 'Ready: database and migrations',
  permission: 'none',
  stepUp: 'none',
  responses: { 200: state, 503: state },
})
export const getMetrics = route({
  method: 'GET',
  path: '/metrics',
  summary: 'Prometheus metrics',
  permission: 'none',
  stepUp: 'none',
  responses: { 200: { mediaType: 'text/plain' } },
})
