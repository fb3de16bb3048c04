import { inputField, type Route } from '@muster/contracts/route'
import { may } from '@muster/core/permission'
import { isFresh } from '@muster/core/policy/step-up'
import { message } from '@muster/wording/message'
import { lacksPermission, ProblemError } from '../../problem-error.ts'
import type { LiveSession } from './session-gate.ts'

/** By what a request may apply a plan that needs a proof: a proof that its session gave for the plan, or its token. */
export type PlanProof = { readonly sessionId: string } | 'token' | 'none'

/** What a handler checks of the proof of its request. */
export interface StepUpCheck {
  /** For routes with "judged". Throws if a proof is needed and the request has none. */
  judge(needed: boolean): void
  /** For routes with "plan". */
  planProof(): PlanProof
}

/** The step-up of one request, which enforces that a handler checks it where its route leaves that to the handler. */
export interface StepUp extends StepUpCheck {
  /** Throws if the route always needs a fresh proof and the request has none. */
  checkRoute(): void
  /** Throws if the route needs one for this body. */
  checkBody(body: unknown): void
  /** Throws if the handler did not check it. */
  requireJudged(): void
}

const proofRequired = (): ProblemError =>
  new ProblemError('reauthentication_required', message('problem.reauthenticate'))

/** A fresh proof of a session does not count for a plan: the member gives it for the hash of the plan. */
export const planProofRequired = (): ProblemError =>
  new ProblemError('reauthentication_required', message('problem.prove_plan'))

/** Routes that refuse all tokens refuse them before everything else. */
function tokenMayAct({ stepUp }: Route, session: LiveSession): boolean {
  if (stepUp === 'none') return true
  if (stepUp.tokens === 'refused') throw new ProblemError('forbidden', message('problem.session_required'))
  return may(session.actor, stepUp.tokens)
}

const refusesSessions = ({ stepUp }: Route): boolean =>
  stepUp !== 'none' && stepUp.kind !== 'fresh' && stepUp.sessions === 'refused'

function requireProof(route: Route, session: LiveSession | null, now: number): void {
  if (session === null) throw new ProblemError('not_signed_in', message('problem.not_signed_in'))
  if (session.token !== null) {
    if (!tokenMayAct(route, session)) throw lacksPermission('tokens:unattended')
  } else if (refusesSessions(route)) throw new ProblemError('forbidden', message('problem.unattended_only'))
  else if (session.authenticatedAt === null || !isFresh(session.authenticatedAt, now)) throw proofRequired()
}

export function createStepUp(route: Route, session: LiveSession | null, now: () => number): StepUp {
  const { stepUp } = route
  let isJudged = false
  return {
    checkRoute: () => {
      if (stepUp !== 'none' && stepUp.kind === 'fresh' && stepUp.when === undefined) requireProof(route, session, now())
    },
    checkBody: (body) => {
      const when = stepUp !== 'none' && stepUp.kind === 'fresh' ? stepUp.when : undefined
      if (when?.values.some((one) => one === inputField(body, when.field)) === true) requireProof(route, session, now())
    },
    judge: (needed) => {
      isJudged = true
      if (needed) requireProof(route, session, now())
    },
    planProof: () => {
      isJudged = true
      if (session === null) return 'none'
      if (session.token === null) return { sessionId: session.sessionId }
      return tokenMayAct(route, session) ? 'token' : 'none'
    },
    requireJudged: () => {
      if (stepUp === 'none' || stepUp.kind === 'fresh' || isJudged) return
      throw new Error(`${route.method} ${route.path} did not judge whether it needs a proof`)
    },
  }
}
