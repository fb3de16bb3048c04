import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './audit.module.css'
import { verdictWords } from './audit-words.ts'
import { verifyAuditMutation } from './queries.ts'

/** Checks every link of the chain on demand, and shows the head to write down elsewhere. */
export function VerifyChain(): ReactNode {
  const verify = useMutation(verifyAuditMutation())
  const { data } = verify
  return (
    <div className={classes.verify}>
      <Button
        variant="default"
        size="xs"
        leftSection={<ShieldCheck size={14} aria-hidden="true" />}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        Verify the chain
      </Button>
      <output className={classes.verdict}>
        {data === undefined ? null : (
          <Notice kind={data.intact ? 'info' : 'danger'}>
            <p>
              <strong>{verdictWords(data)}</strong>
            </p>
            {data.head === null ? null : (
              <p>
                Newest hash: <code>{data.head}</code>. Keep it elsewhere: a chain rebuilt as a whole would end in
                another.
              </p>
            )}
          </Notice>
        )}
      </output>
      <ErrorNote error={verify.error} />
    </div>
  )
}
