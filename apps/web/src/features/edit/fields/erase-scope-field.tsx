import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Radio } from '@mantine/core'
import type { ReactNode } from 'react'
import { useAccessLists, useAccessNames, useAccessReasons } from '../../../lib/access.ts'
import { formatList } from '../../../lib/format.ts'
import { ChooseMany } from '../../../ui/form/choose-many.tsx'
import { LookupOption } from '../../../ui/form/lookup-option.tsx'
import classes from '../form.module.css'

type ScopeKind = 'all_bots' | 'bots'

interface EraseScopeFieldProps {
  readonly scope: ScopeKind | null
  readonly botIds: readonly string[]
  readonly showEmpty: boolean
  readonly onScope: (scope: ScopeKind) => void
  readonly onBots: (botIds: readonly string[]) => void
}

/** The scope of an erasure, also in words. There is no default. */
export function EraseScopeField({ scope, botIds, showEmpty, onScope, onBots }: EraseScopeFieldProps): ReactNode {
  const { bots } = useAccessLists()
  const reason = useAccessReasons().bots
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
          value={scope}
          onChange={(next) => onScope(next === 'all_bots' ? 'all_bots' : 'bots')}
          error={showEmpty && scope === null ? t`Choose the bots whose data is erased` : null}
        >
          <div className={classes.choices}>
            <Radio value="bots" label={t`From selected bots`} />
            <Radio value="all_bots" label={t`From all bots of the account`} />
          </div>
        </Radio.Group>
        {scope === 'bots' ? (
          <ChooseMany
            label={t`Bots`}
            placeholder={botIds.length === 0 ? t`Choose bots` : ''}
            clearable
            limit={200}
            renderOption={LookupOption}
            nothingFoundMessage={reason ?? t`No bot matches`}
            options={bots.map((bot) => ({ value: bot.id, label: bot.name }))}
            value={botIds}
            onChange={onBots}
            error={showEmpty && botIds.length === 0 ? t`Choose at least one bot` : null}
          />
        ) : null}
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
        <p role="status" className={classes.now}>
          {scopeSentence(scope, botIds.map(names.bot))}
        </p>
      </div>
    </fieldset>
  )
}

function scopeSentence(scope: ScopeKind | null, botNames: readonly string[]): string {
  if (scope === 'all_bots') return t`Their conversation data is erased from all bots of the account.`
  if (scope === null || botNames.length === 0) return ''
  return t`Their conversation data is erased from ${{ bots: formatList(botNames) }} and stays in all other bots.`
}
