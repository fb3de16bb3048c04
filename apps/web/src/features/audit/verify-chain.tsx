import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './audit.module.css'
import { evidenceWords, verdictWords } from './audit-text.ts'
import { verifyAuditMutation } from './queries.ts'

/** Verifies every link of the chain on demand, against its signed heads. */
export function VerifyChain(): ReactNode {
  const verify = useMutation(verifyAuditMutation())
  const { data } = verify
  const head = data?.head ?? null
  return (
    <div className={classes.verify}>
      <Button
        variant="default"
        size="xs"
        leftSection={<ShieldCheck size={14} aria-hidden="true" />}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        <Trans>Verify the chain</Trans>
      </Button>
      <output className={classes.verdict}>
        {data === undefined ? null : (
          <Notice kind={data.intact ? 'info' : 'danger'}>
            <p>
              <strong>{verdictWords(data)}</strong>
            </p>
            {evidenceWords(data).map((words) => (
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
        )}
      </output>
      <ErrorNote error={verify.error} />
    </div>
  )
}
