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

/** From which bots, said in words: nothing is chosen beforehand. */
export function EraseScopeField({ scope, botIds, showEmpty, onScope, onBots }: EraseScopeFieldProps): ReactNode {
  const { bots } = useAccessLists()
  const reason = useAccessReasons().bots
  const names = useAccessNames()
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>From which bots</span>
      </legend>
      <div className={classes.rows}>
        <Radio.Group
          aria-label="From which bots"
          value={scope}
          onChange={(next) => onScope(next === 'all_bots' ? 'all_bots' : 'bots')}
          error={showEmpty && scope === null ? 'Choose from which bots the data is erased' : null}
        >
          <div className={classes.choices}>
            <Radio value="bots" label="From the bots chosen here" />
            <Radio value="all_bots" label="From all bots of the account" />
          </div>
        </Radio.Group>
        {scope === 'bots' ? (
          <ChooseMany
            label="Bots"
            placeholder={botIds.length === 0 ? 'Choose bots' : ''}
            clearable
            limit={200}
            renderOption={LookupOption}
            nothingFoundMessage={reason ?? 'No such bot'}
            options={bots.map((bot) => ({ value: bot.id, label: bot.name }))}
            value={botIds}
            onChange={onBots}
            error={showEmpty && botIds.length === 0 ? 'Choose at least one bot' : null}
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
  if (scope === 'all_bots') return 'Their conversation data is erased from every bot of the account.'
  if (scope === null || botNames.length === 0) return ''
  return `Their conversation data is erased from ${formatList(botNames)}, and stays in all other bots.`
}
