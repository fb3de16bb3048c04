import { t } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { LoadingRows } from '../ui/page/loading-rows.tsx'

/** Shown instead of a blank page while the session loads on a slow network. */
export function Opening(): ReactNode {
  return <LoadingRows label={t`Loading Muster`} rows={12} />
}
