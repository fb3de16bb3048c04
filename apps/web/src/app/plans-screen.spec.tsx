import type { PlanListEntry } from '@muster/contracts/plans/listed-plans'
import { beforeAll, expect, it } from 'vitest'
import { plan } from '../testing/plan.ts'
import { click, conflict, interceptRequests, seen, showApp, signedInClient } from '../testing/show-app.tsx'
import { PlansScreen } from './plans-screen.tsx'

// The lazy form, not in the time of a test.
beforeAll(async () => {
  await import('../features/edit/edit-plan-form.tsx')
}, 300_000)

const listed: PlanListEntry = {
  ...plan,
  approval: null,
  total: 1,
  kinds: plan.summary.kinds,
}

/** Shows the list of one plan. Returns the requests for a call. */
async function showPlans(over: Partial<PlanListEntry>) {
  const requests = interceptRequests()
  const to = (path: string) => requests.filter(({ call }) => call.startsWith(`GET ${path}`))
  await showApp(
    { '/plans': PlansScreen },
    { at: '/plans', client: signedInClient(['users:read', 'plans:read', 'plans:write']) },
  )
  await to('/api/plans')[0]?.respond(200, { items: [{ ...listed, ...over }], next: null })
  await seen(() => expect(document.body.textContent).toContain('Created by'))
  return to
}
const edit = (label: string) => `${label} ${plan.title}`
const dialog = () => document.querySelector('[role="dialog"]')?.textContent ?? ''

it('opens the form of a draft from its row, and shows why it did not open', async () => {
  const to = await showPlans({})
  await click(edit('Edit plan…'))
  const path = `/api/plans/${plan.id}`
  await to(path).at(-1)?.respond(409, conflict)
  await seen(() => expect(document.body.textContent).toContain(conflict.detail))
  await click(edit('Edit plan…'))
  await to(path).at(-1)?.respond(200, plan)
  await seen(() => expect(dialog()).toContain('1 user stays in the plan.'))
})

it('plans an expired plan again with the same form, and offers no form for a plan of a file', async () => {
  const to = await showPlans({ state: 'expired' })
  await click(edit('Plan again…'))
  await to(`/api/plans/${plan.id}`)
    .at(-1)
    ?.respond(200, { ...plan, state: 'expired' })
  await seen(() => expect(dialog()).toContain('1 user stays in the plan.'))
  await showPlans({ source: 'upload', isEditable: false })
  await expect(click(edit('Edit plan…'))).rejects.toThrow('no button')
})
