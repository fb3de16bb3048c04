import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { Page } from '../../ui/page/page.tsx'
import { receiptQuery } from './queries.ts'
import { ReceiptFacts } from './receipt-facts.tsx'
import classes from './receipts.module.css'

/** A receipt to print, or to save as PDF with the browser. */
export function ReceiptPage(): ReactNode {
  const { erasureId } = useParams({ from: '/app/erasures/$erasureId/receipt' })
  const { receipt, jws } = useSuspenseQuery(receiptQuery(erasureId)).data
  const address = new URL(paths.verify(), window.location.href).href
  return (
    <Page
      title={t`Receipt of an erasure`}
      above={
        <AppLink href={paths.erasure(erasureId)}>
          <Trans>Erasure</Trans>
        </AppLink>
      }
      actions={
        <Button variant="default" leftSection={<Printer size={14} aria-hidden="true" />} onClick={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
      }
    >
      <ReceiptFacts receipt={receipt} />
      <h2>
        <Trans>Signature</Trans>
      </h2>
      <p>
        <Trans>
          Verify it at <bdi>{address}</bdi>, without signing in.
        </Trans>
      </p>
      <code className={classes.signature}>{jws}</code>
    </Page>
  )
}
