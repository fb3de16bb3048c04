import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { verifyAudit } from '@muster/contracts/audit'
import type { RouteOutput } from '@muster/contracts/route'
import { useMutation } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { evidenceWords, verdictWords } from './audit-text.ts'
import { verifyAuditMutation } from './queries.ts'

/** Verifies every link of the chain on demand, against its signed heads: its button, and what it found. */
export function useVerifyChain(): { readonly button: ReactNode; readonly verdict: ReactNode } {
  const verify = useMutation(verifyAuditMutation())
  return {
    button: (
      <Button
        variant="default"
        leftSection={<ShieldCheck size={14} aria-hidden="true" />}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        <Trans>Verify the chain</Trans>
      </Button>
    ),
    verdict: (
      <>
        <output>{verify.data === undefined ? null : <Verdict verdict={verify.data} />}</output>
        <ErrorNote error={verify.error} />
      </>
    ),
  }
}

function Verdict({ verdict }: { readonly verdict: RouteOutput<typeof verifyAudit> }): ReactNode {
  const { head } = verdict
  return (
    <Notice kind={verdict.intact ? 'info' : 'danger'}>
      <p>
        <strong>{verdictWords(verdict)}</strong>
      </p>
      {evidenceWords(verdict).map((words) => (
        <p key={words}>{words}</p>
      ))}
      {head === null ? null : (
        <p>
          <Trans>
            Newest hash: <code>{head}</code>
          </Trans>
        </p>
      )}
    </Notice>
  )
}
