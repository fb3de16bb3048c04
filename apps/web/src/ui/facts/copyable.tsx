import { t } from '@lingui/core/macro'
import { ActionIcon, CopyButton } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './copyable.module.css'

interface CopyableProps {
  readonly value: string
  /** Label of the button: "Copy user ID". */
  readonly label: string
  readonly children?: ReactNode
}

/** A value with a button that copies it. */
export function Copyable({ value, label, children }: CopyableProps): ReactNode {
  return (
    <span className={classes.copyable}>
      {children ?? <bdi>{value}</bdi>}
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={copied ? t`Copied` : label}
            title={copied ? t`Copied` : label}
            onClick={copy}
          >
            {copied ? <Check size={14} /> : <Copy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  )
}
