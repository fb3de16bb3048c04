import { t } from '@lingui/core/macro'
import { addPasskey, createPasskeyChallenge, startPasskey } from '@muster/contracts/passkeys'
import type { Assertion } from '@muster/contracts/values'
import { call } from './api.ts'
import { ApiError } from './api-error.ts'

/** A passkey that the member did not use: canceled, timed out, or not possible at this address. */
function unused(error: unknown): ApiError {
  const name = error instanceof Error ? error.name : ''
  const detail =
    name === 'SecurityError'
      ? t`Passkeys do not work at this address. On this machine, open Muster at localhost; elsewhere, at its domain.`
      : t`The browser did not use a passkey. Try again, or choose another way.`
  const title = t`No passkey was used`
  return new ApiError({ type: 'about:blank', title, status: 0, detail, code: 'passkey_unused', requestId: '' }, error)
}

/** Requests a passkey from the browser, for a new challenge of the server. */
export async function requestPasskey(): Promise<Assertion> {
  const optionsJSON = await call(createPasskeyChallenge, {})
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const { id, response } = await startAuthentication({ optionsJSON }).catch((error: unknown) => {
    throw unused(error)
  })
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return { id, clientDataJSON, authenticatorData, signature, ...(userHandle === undefined ? {} : { userHandle }) }
}

/** Creates a passkey on this device, and adds it to the member's. */
export async function createPasskey(name: string): ReturnType<typeof call<typeof addPasskey>> {
  const optionsJSON = await call(startPasskey, {})
  const { startRegistration } = await import('@simplewebauthn/browser')
  const { id, response } = await startRegistration({ optionsJSON }).catch((error: unknown) => {
    throw unused(error)
  })
  const { clientDataJSON, attestationObject, transports } = response
  const more = transports === undefined ? {} : { transports: [...transports] }
  return await call(addPasskey, { body: { name, id, clientDataJSON, attestationObject, ...more } })
}
