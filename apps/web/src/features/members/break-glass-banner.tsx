import { Trans } from '@lingui/react/macro'
import { Siren } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { Time } from '../../ui/facts/time.tsx'
import classes from './break-glass.module.css'

interface BreakGlassBannerProps {
  readonly usedAt: string
  readonly usedFrom: string | null
}

/** Banner on every page from the use of the break-glass account until an owner makes another credential or removes it. */
export function BreakGlassBanner({ usedAt, usedFrom }: BreakGlassBannerProps): ReactNode {
  return (
    <p className={classes.banner} role="status">
      <Siren size={16} aria-hidden="true" />
      <span>
        <Trans>
          <strong>The break-glass account was used</strong> <Time iso={usedAt} /> from <bdi>{usedFrom}</bdi>. Make
          another credential, or remove the account.
        </Trans>{' '}
        <AppLink href={paths.members()}>
          <Trans>Open the members</Trans>
        </AppLink>
      </span>
    </p>
  )
}
