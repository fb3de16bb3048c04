import { t } from '@lingui/core/macro'
import { UnstyledButton } from '@mantine/core'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { formatNumber } from '../lib/format.ts'
import classes from './step-bar.module.css'

export interface Step {
  readonly key: string
  readonly label: string
  readonly state: 'done' | 'current' | 'next'
  /** Where the step is: on this page, or another page. Null while there is nothing to see. */
  readonly to: (() => void) | string | null
}

/** The steps of a task that takes several: those that are done, the current one, and what follows. */
export function StepBar({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  return (
    <nav aria-label={t`Steps`}>
      <ol className={classes.steps}>
        {steps.map((step, at) => (
          <li
            key={step.key}
            className={classes.step}
            data-state={step.state}
            aria-current={step.state === 'current' ? 'step' : undefined}
          >
            <StepLink step={step}>
              <span className={classes.mark} aria-hidden="true">
                {step.state === 'done' ? <Check size={14} /> : formatNumber(at + 1)}
              </span>
              {step.label}
            </StepLink>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function StepLink({ step: { to, state, label }, children }: { step: Step; children: ReactNode }): ReactNode {
  // Named by its state as well, which is a mark and a color.
  const name = state === 'done' ? { 'aria-label': t`${label}, done` } : {}
  if (to === null) return <span className={classes.link}>{children}</span>
  if (typeof to === 'string')
    return (
      <AppLink href={to} className={classes.link} {...name}>
        {children}
      </AppLink>
    )
  return (
    <UnstyledButton className={classes.link} {...name} onClick={to}>
      {children}
    </UnstyledButton>
  )
}
