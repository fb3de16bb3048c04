import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect, useState } from 'react'
import { ChooserForm } from '../../ui/form/chooser-form.tsx'
import type { ActionFormProps } from './action-form-props.ts'
import { EraseScopeField } from './fields/erase-scope-field.tsx'
import { IdentifiersField } from './fields/identifiers-field.tsx'
import { usePasted } from './fields/use-pasted.ts'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import type { PlanRequest } from './queries.ts'
import { TargetLine } from './target-line.tsx'

type EraseChange = Extract<PlanRequest['change'], { kind: 'erase' }>

const kinds = ['email', 'userId', 'orgUserId', 'channelUserId'] as const

/** Queues erasure of people's conversation data, from selected bots or from all. There is no default. */
export function QueueErasureForm({ target, busy, error, onDirty, onCancel, onSubmit }: ActionFormProps): ReactNode {
  const { isUsable, ...list } = usePasted('email')
  const [scope, setScope] = useState<'all_bots' | 'bots' | null>(null)
  const [botIds, setBotIds] = useState<readonly string[]>([])
  const [wasSubmitted, setSubmitted] = useState(false)
  const change = changeOf(scope, botIds)
  const isDirty = list.text.trim() !== '' || scope !== null
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  const submit = (): void => {
    setSubmitted(true)
    if (change === null) return
    if (target !== null) onSubmit({ subject: { by: 'target', target }, change })
    else if (isUsable) onSubmit({ subject: { by: 'identifiers', identifiers: [...list.pasted.identifiers] }, change })
  }
  return (
    <ChooserForm className={classes.form} onSubmit={submit}>
      {target === null ? (
        <IdentifiersField kinds={kinds} {...list} showEmpty={wasSubmitted} />
      ) : (
        <TargetLine target={target} />
      )}
      <EraseScopeField scope={scope} botIds={botIds} showEmpty={wasSubmitted} onScope={setScope} onBots={setBotIds} />
      <p className={classes.now}>
        <Trans>
          An erasure cannot be undone. Kore.ai refuses it for people who are still members of the account. The plan
          shows them.
        </Trans>
      </p>
      <FormFooter busy={busy} error={error} onCancel={onCancel} />
    </ChooserForm>
  )
}

function changeOf(scope: 'all_bots' | 'bots' | null, botIds: readonly string[]): EraseChange | null {
  if (scope === 'all_bots') return { kind: 'erase', scope: { kind: 'all_bots' } }
  return scope === 'bots' && botIds.length > 0 ? { kind: 'erase', scope: { kind: 'bots', botIds: [...botIds] } } : null
}
