import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Radio } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Control, type ControllerRenderProps, useController } from 'react-hook-form'
import { useAccessLists, useAccessNames, useAccessReasons } from '../../../lib/access.ts'
import { formatList } from '../../../lib/format.ts'
import { ChooseMany } from '../../../ui/form/choose-many.tsx'
import { LookupOption } from '../../../ui/form/lookup-option.tsx'
import type { ErasureValues } from '../erasure-values.ts'
import classes from '../form.module.css'

interface EraseScopeFieldProps {
  readonly control: Control<ErasureValues, unknown, ErasureValues>
}

/** The scope of an erasure, also in words. There is no default. */
export function EraseScopeField({ control }: EraseScopeFieldProps): ReactNode {
  const { field: scope, fieldState: scopeState } = useController({ control, name: 'scope' })
  const { field: bots, fieldState: botsState } = useController({ control, name: 'botIds' })
  const { ref: scopeRef, value: scopeKind, onChange: changeScope } = scope
  const names = useAccessNames()
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>
          <Trans>Scope</Trans>
        </span>
      </legend>
      <div className={classes.rows}>
        <Radio.Group
          aria-label={t`Scope`}
          value={scopeKind}
          onChange={(next) => changeScope(next === 'all_bots' ? 'all_bots' : 'bots')}
          error={scopeState.error?.message}
        >
          <div className={classes.choices}>
            <Radio ref={scopeRef} value="bots" label={t`From selected bots`} />
            <Radio value="all_bots" label={t`From all bots of the account`} />
          </div>
        </Radio.Group>
        {scopeKind === 'bots' ? <BotsField field={bots} error={botsState.error?.message} /> : null}
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
        <p role="status" className={classes.now}>
          {scopeSentence(scopeKind, bots.value.map(names.bot))}
        </p>
      </div>
    </fieldset>
  )
}

interface BotsFieldProps {
  readonly field: ControllerRenderProps<ErasureValues, 'botIds'>
  readonly error: string | undefined
}

function BotsField({ field: { ref, value, onChange }, error }: BotsFieldProps): ReactNode {
  const { bots } = useAccessLists()
  const reason = useAccessReasons().bots
  return (
    <ChooseMany
      label={t`Bots`}
      placeholder={value.length === 0 ? t`Choose bots` : ''}
      clearable
      limit={200}
      renderOption={LookupOption}
      nothingFoundMessage={reason ?? t`No bot matches`}
      options={bots.map((bot) => ({ value: bot.id, label: bot.name }))}
      ref={ref}
      value={value}
      onChange={onChange}
      error={error}
    />
  )
}

function scopeSentence(scope: ErasureValues['scope'], botNames: readonly string[]): string {
  if (scope === 'all_bots') return t`Their conversation data is erased from all bots of the account.`
  if (scope === null || botNames.length === 0) return ''
  return t`Their conversation data is erased from ${{ bots: formatList(botNames) }} and stays in all other bots.`
}
