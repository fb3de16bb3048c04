import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useSession } from '../../lib/session.ts'
import { ProviderTabButton } from '../../query/provider-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { ProofForm } from './proof-form.tsx'
import { factorsQuery } from './queries.ts'

interface ProofStepProps {
  readonly onProved: () => void
  readonly onClose: () => void
}

/** Requests a fresh proof of who the member is, with the factors that they have. */
export function ProofStep(props: ProofStepProps): ReactNode {
  return (
    <QueryBoundary loading={t`Loading your factors`} rows={2}>
      <FactorsProof {...props} />
    </QueryBoundary>
  )
}

function FactorsProof(props: ProofStepProps): ReactNode {
  const { hasPassphrase, totpSince } = useSuspenseQuery(factorsQuery).data
  const { identityProvider } = useSession()
  const byProvider =
    identityProvider === null ? null : <ProviderTabButton name={identityProvider} isProof onDone={props.onProved} />
  if (hasPassphrase)
    return (
      <>
        {byProvider}
        <ProofForm needsCode={totpSince !== null} {...props} />
      </>
    )
  if (byProvider !== null) return byProvider
  return (
    <p>
      <Trans>You signed in more than five minutes ago. Sign in with a new link, then try again.</Trans>
    </p>
  )
}
