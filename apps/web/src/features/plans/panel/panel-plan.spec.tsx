import { expect, it, vi } from 'vitest'
import { item, plan } from '../../../testing/plan.ts'
import { conflict, interceptRequests, seen, showApp, signedInClient } from '../../../testing/show-app.tsx'
import { PanelPlan } from './panel-plan.tsx'

const path = `/api/plans/${plan.id}`
const page = { items: [item], next: null }
const approval = {
  planId: plan.id,
  needs: [],
  lacks: [],
  reasons: [],
  request: null,
  events: [],
  expiresAt: plan.createdAt,
  approvers: [],
  mayRequest: false,
  mayDecide: false,
  mayWithdraw: false,
  mayComment: false,
  mayApply: true,
}

/** The panel of a plan that is applied at once, and its requests. */
async function open(shown = plan) {
  const requests = interceptRequests()
  const onApplied = vi.fn<(jobId: string) => void>()
  const Panel = () => <PanelPlan plan={shown} isDirect onBack={() => undefined} onApplied={onApplied} />
  const client = signedInClient(['users:read', 'plans:read', 'plans:apply'])
  await showApp({ '/users': Panel }, { at: '/users', client })
  const respond = async (call: string, status: number, body: unknown): Promise<void> => {
    await seen(() => expect(requests.some((one) => one.call.startsWith(call))).toBe(true))
    await requests.findLast((one) => one.call.startsWith(call))?.respond(status, body)
  }
  const applied = (): number => requests.filter(({ call }) => call === `POST ${path}/apply`).length
  return { respond, applied, client }
}

const shows = (text: string) => seen(() => expect(document.body.textContent).toContain(text))

it('shows why a plan cannot be loaded, and does not apply it once it can', async () => {
  const { respond, applied, client } = await open()
  await respond(`GET ${path}/items`, 200, page)
  await respond(`GET ${path}/approval`, 500, { ...conflict, status: 500, code: 'internal' })
  await shows(conflict.detail)
  await shows('Back to the changes')
  void client.refetchQueries({ queryKey: ['plans', plan.id, 'approval'] })
  await respond(`GET ${path}/approval`, 200, approval)
  await shows('Apply')
  expect(applied()).toBe(0)
})

it('shows why a plan was not applied', async () => {
  const { respond, applied } = await open()
  await respond(`GET ${path}/items`, 200, page)
  await respond(`GET ${path}/approval`, 200, approval)
  await respond(`POST ${path}/apply`, 409, conflict)
  await shows(conflict.detail)
  expect(applied()).toBe(1)
})

it('shows the problem of a plan that failed, which has no items', async () => {
  const { respond } = await open({ ...plan, state: 'failed', problem: 'The directory is empty.' })
  await respond(`GET ${path}/items`, 200, { items: [], next: null })
  await shows('The directory is empty.')
  await shows('Back to the changes')
})
