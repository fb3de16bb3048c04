import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { startOidcReauthentication, startOidcSignIn } from '@muster/contracts/oidc'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { LogIn } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { call } from '../lib/api.ts'
import { onSignInElsewhere, refreshSession } from '../lib/session.ts'
import { ErrorNote } from '../ui/page/error-note.tsx'

interface ProviderButtonProps {
  /** Name of the identity provider. */
  readonly name: string
  /** Path to open after the sign-in. */
  readonly to: string
}

/** Leaves for the identity provider, which leads back to Muster. */
export function ProviderButton({ name, to }: ProviderButtonProps): ReactNode {
  const request = useMutation({
    mutationFn: () => call(startOidcSignIn, { body: { to } }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <>
      <ErrorNote error={request.error} />
      <Button
        fullWidth
        leftSection={<LogIn size={16} aria-hidden="true" />}
        loading={request.isPending || request.isSuccess}
        onClick={() => request.mutate()}
      >
        {/* One child: a flex container drops the space before the name. */}
        <span>
          <Trans>
            Sign in with <bdi>{name}</bdi>
          </Trans>
        </span>
      </Button>
    </>
  )
}

type Begin = () => Promise<{ readonly url: string }>

/** A tab that opens at once, because browsers block one that opens after a response. It cannot reach this page. */
async function openTab(begin: Begin): Promise<void> {
  const tab = window.open('about:blank', '_blank')
  try {
    const { url } = await begin()
    if (tab === null) window.location.assign(url)
    else tab.location.replace(url)
  } catch (error) {
    tab?.close()
    throw error
  }
}

interface ProviderTabButtonProps {
  readonly name: string
  /** Proves again who the member is, instead of a new session. */
  readonly isProof?: boolean
  /** The plan that the proof is for, by its hash. */
  readonly planHash?: string | undefined
  readonly onDone?: () => void
}

/** Opens the identity provider in another tab: this page keeps what was entered. */
export function ProviderTabButton({ name, isProof = false, planHash, onDone }: ProviderTabButtonProps): ReactNode {
  const client = useQueryClient()
  const begin: Begin = () => {
    const body = { to: '/signed-in' }
    return isProof ? call(startOidcReauthentication, { body: { ...body, planHash } }) : call(startOidcSignIn, { body })
  }
  const request = useMutation({ mutationFn: () => openTab(begin) })
  useEffect(
    () =>
      onSignInElsewhere(() => {
        void refreshSession(client).then(() => onDone?.())
      }),
    [client, onDone],
  )
  return (
    <>
      <ErrorNote error={request.error} />
      <Button
        fullWidth
        variant="default"
        leftSection={<LogIn size={16} aria-hidden="true" />}
        loading={request.isPending}
        onClick={() => request.mutate()}
      >
        <span>
          {isProof ? (
            <Trans>
              Continue with <bdi>{name}</bdi> in another tab
            </Trans>
          ) : (
            <Trans>
              Sign in with <bdi>{name}</bdi> in another tab
            </Trans>
          )}
        </span>
      </Button>
    </>
  )
}
