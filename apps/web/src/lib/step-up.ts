import { inputField, type Route } from '@muster/contracts/route'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import type { MouseEvent } from 'react'
import { createWatchedValue } from './watched-value.ts'

/** A request must arrive while the proof still counts. */
const marginMs = 5_000

let freshUntil = 0

/** Records for how long the server counts the last proof of who the member is. */
export function noteProof(forSeconds: number): void {
  freshUntil = performance.now() + forSeconds * 1000 - marginMs
}

const isFresh = (): boolean => performance.now() < freshUntil

/** A proof that the page requests of its member. */
export interface ProofRequest {
  /** The plan that it is for, by its hash; null if it is for none. */
  readonly planHash: string | null
  /** True: proved. False: canceled. */
  readonly answer: (isProved: boolean) => void
}

const current = createWatchedValue<ProofRequest | null>(null)
let last: Promise<unknown> = Promise.resolve()

/** Requests a proof over the page, one at a time. False if the member cancels it. */
export function requestProof(planHash: string | null): Promise<boolean> {
  const proof = last.then(async () => {
    // The one before counts for this one as well.
    if (planHash === null && isFresh()) return true
    const { promise, resolve } = Promise.withResolvers<boolean>()
    current.set({ planHash, answer: resolve })
    const isProved = await promise
    current.set(null)
    return isProved
  })
  last = proof
  return proof
}

/** The proof that the page waits for; null if it waits for none. */
export const useProofRequest = (): ProofRequest | null => current.useValue()

// Captures Escape before all other listeners, because it must not close a form under the dialog as well.
window.addEventListener(
  'keydown',
  (event) => {
    const request = current.get()
    if (event.key !== 'Escape' || request === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
    request.answer(false)
  },
  true,
)

/** The hash of the plan that a call applies; null for other calls. */
export function planHashOf({ stepUp }: Route, body: unknown): string | null {
  const hash = stepUp !== 'none' && stepUp.kind === 'plan' ? inputField(body, 'hash') : null
  return typeof hash === 'string' ? hash : null
}

/**
 * Whether a call is refused without another proof, as far as the page knows. `needsOne`: of a plan that
 * needs a proof.
 */
export function lacksProof({ stepUp }: Route, body: unknown, needsOne: boolean): boolean {
  if (stepUp === 'none') return false
  if (stepUp.kind !== 'fresh') return stepUp.kind === 'plan' && needsOne
  const { when } = stepUp
  return !isFresh() && (when === undefined || when.values.some((value) => value === inputField(body, when.field)))
}

/** Props of a link to a file of this many rows, or of an unknown number: it may need a proof before the download. */
export const provenDownload = (rows: number | null) => ({
  download: true,
  onClick: (event: MouseEvent<HTMLElement>): void => {
    if (isFresh() || (rows !== null && rows <= mostRowsWithoutProof)) return
    event.preventDefault()
    const link = event.currentTarget
    void requestProof(null).then((isProved) => (isProved ? link.click() : undefined))
  },
})
