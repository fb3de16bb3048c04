import type { StepUp as Declared, Route } from '@muster/contracts/route'
import type { Permission } from '@muster/core/permission'
import { freshMs } from '@muster/core/policy/step-up'
import { expect, test } from 'vitest'
import { anActor } from '../testing/an-actor.ts'
import type { LiveSession } from './session-gate.ts'
import { createStepUp } from './step-up.ts'

const now = 10 * freshMs
const judged = { kind: 'judged', tokens: 'tokens:unattended' } as const
const ofPlan = { kind: 'plan', tokens: 'tokens:unattended' } as const
const resending = { kind: 'fresh', tokens: 'refused', when: { field: 'decision', values: ['resend', true] } } as const

const session = (authenticatedAt: number | null): LiveSession => ({
  sessionId: 's-1',
  token: null,
  authenticatedAt,
  actor: anActor(),
})
const token = (...permissions: Permission[]): LiveSession => ({
  ...session(null),
  token: { id: 't-1', name: 'A script' },
  actor: anActor({ permissions }),
})
const stepUpOf = (stepUp: Declared, by: LiveSession | null) => {
  const route: Route = { method: 'POST', path: '/api/x', summary: '', permission: 'users:read', stepUp, responses: {} }
  return createStepUp(route, by, () => now)
}

/** The code of the refusal; null: none. */
function refusal(act: () => unknown): unknown {
  try {
    act()
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : String(error)
  }
}

test('a route that always needs a proof takes one of the last five minutes, and none of the future', () => {
  const always = { kind: 'fresh', tokens: 'tokens:unattended' } as const
  const checked = (by: LiveSession | null) => refusal(() => stepUpOf(always, by).checkRoute())
  expect(checked(session(now))).toBeNull()
  expect(checked(session(now - freshMs))).toBeNull()
  for (const at of [now - freshMs - 1, now + 1, null]) expect(checked(session(at))).toBe('reauthentication_required')
  expect(checked(null)).toBe('not_signed_in')
  expect(checked(token('tokens:unattended'))).toBeNull()
  expect(checked(token('users:read'))).toBe('forbidden')
  expect(refusal(() => stepUpOf('none', null).checkRoute())).toBeNull()
  expect(refusal(() => stepUpOf(resending, session(0)).checkRoute())).toBeNull()
})

test('a route that needs one for some values of its body needs it for these only', () => {
  const checked = (by: LiveSession, body: unknown) => refusal(() => stepUpOf(resending, by).checkBody(body))
  for (const decision of ['resend', true]) {
    expect(checked(session(0), { decision })).toBe('reauthentication_required')
    expect(checked(session(now), { decision })).toBeNull()
    expect(checked(token('tokens:unattended'), { decision })).toBe('forbidden')
  }
  for (const body of [{ decision: 'leave' }, {}, undefined]) expect(checked(session(0), body)).toBeNull()
  expect(refusal(() => stepUpOf(judged, session(0)).checkBody({ decision: 'resend' }))).toBeNull()
})

test('a handler judges whether its request needs a proof', () => {
  const judge = (by: LiveSession | null, needed: boolean, stepUp: Declared = judged) =>
    refusal(() => stepUpOf(stepUp, by).judge(needed))
  expect(judge(session(0), false)).toBeNull()
  expect(judge(session(0), true)).toBe('reauthentication_required')
  expect(judge(null, true)).toBe('not_signed_in')
  const attended = { ...judged, sessions: 'refused' } as const
  expect(judge(session(now), true, attended)).toBe('forbidden')
  expect(judge(token('tokens:unattended'), true, attended)).toBeNull()
})

test('a plan takes the proof of its session, and that of a token that may act unattended', () => {
  const proof = (by: LiveSession | null, stepUp: Declared = ofPlan) => stepUpOf(stepUp, by).planProof()
  expect(proof(session(0))).toEqual({ sessionId: 's-1' })
  expect(proof(token('tokens:unattended'))).toBe('token')
  expect(proof(token('users:read'))).toBe('none')
  expect(proof(token('users:read'), 'none')).toBe('token')
  expect(proof(null)).toBe('none')
  expect(refusal(() => proof(token('tokens:unattended'), { ...ofPlan, tokens: 'refused' }))).toBe('forbidden')
})

test('a handler that did not judge where its route leaves that to it is a defect', () => {
  for (const stepUp of [judged, ofPlan]) {
    const silent = stepUpOf(stepUp, session(0))
    expect(() => silent.requireJudged()).toThrow(/did not judge/)
    const judging = stepUpOf(stepUp, session(0))
    judging.judge(false)
    expect(() => judging.requireJudged()).not.toThrow()
    const proving = stepUpOf(stepUp, session(0))
    proving.planProof()
    expect(() => proving.requireJudged()).not.toThrow()
  }
  for (const stepUp of ['none', resending] as const)
    expect(() => stepUpOf(stepUp, session(0)).requireJudged()).not.toThrow()
})
