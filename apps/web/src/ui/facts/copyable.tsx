import { ActionIcon, CopyButton } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './copyable.module.css'

interface CopyableProps {
  readonly value: string
  /** What it is: "the user id". */
  readonly what: string
  readonly children?: ReactNode
}

/** A value with the way to take it elsewhere. */
export function Copyable({ value, what, children }: CopyableProps): ReactNode {
  return (
    <span className={classes.copyable}>
      {children ?? <bdi>{value}</bdi>}
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={copied ? 'Copied' : `Copy ${what}`}
            title={copied ? 'Copied' : `Copy ${what}`}
            onClick={copy}
          >
            {copied ? <Check size={14} /> : <Copy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  )
}
