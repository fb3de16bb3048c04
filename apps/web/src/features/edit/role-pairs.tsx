import { Button, Pill, Select } from '@mantine/core'
import { Plus } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useAccessLists, useAccessNames } from '../../lib/access.ts'
import { LookupOption } from '../../ui/lookup-option.tsx'
import classes from './form.module.css'
import { type Pair, pairKey } from './form-values.ts'

interface RolePairsProps {
  readonly label: string
  readonly value: readonly Pair[]
  readonly error: string | undefined
  readonly onChange: (value: Pair[]) => void
}

/** A list of roles on bots; an admin role holds for the whole account and takes no bot. */
export function RolePairs({ label, value, error, onChange }: RolePairsProps): ReactNode {
  const { roles, bots } = useAccessLists()
  const names = useAccessNames()
  const [roleId, setRoleId] = useState<string | null>(null)
  const [botId, setBotId] = useState<string | null>(null)
  const errorId = useId()
  const isAdmin = roles.find((role) => role.id === roleId)?.kind === 'admin'
  const pair = roleId !== null && (isAdmin || botId !== null) ? { roleId, botId: isAdmin ? null : botId } : null
  const add = (): void => {
    if (pair === null) return
    if (!value.some((entry) => pairKey(entry) === pairKey(pair))) onChange([...value, pair])
    setBotId(null)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset brings a legend and a look of its own
    <div role="group" aria-label={label} aria-describedby={error === undefined ? undefined : errorId}>
      <div className={classes.pair}>
        <Select
          label={label}
          aria-label={`${label}: role`}
          placeholder="Role"
          searchable
          limit={200}
          renderOption={LookupOption}
          nothingFoundMessage="No such role"
          data={[
            { group: 'On a bot', items: optionsOf(roles.filter((role) => role.kind === 'bot')) },
            { group: 'Whole account', items: optionsOf(roles.filter((role) => role.kind === 'admin')) },
          ]}
          value={roleId}
          onChange={setRoleId}
        />
        <Select
          aria-label={`${label}: bot`}
          placeholder={isAdmin ? 'Whole account' : 'on bot'}
          searchable
          limit={200}
          renderOption={LookupOption}
          nothingFoundMessage="No such bot"
          disabled={isAdmin}
          data={optionsOf(bots)}
          value={isAdmin ? null : botId}
          onChange={setBotId}
        />
        <Button
          variant="default"
          leftSection={<Plus size={16} aria-hidden="true" />}
          disabled={pair === null}
          onClick={add}
          aria-label={`${label}: add this role`}
        >
          Add
        </Button>
      </div>
      {value.length === 0 ? null : (
        <ul className={classes.pairs}>
          {value.map((entry) => (
            <li key={pairKey(entry)}>
              <Pill
                size="md"
                title={entry.botId === null ? entry.roleId : `${entry.roleId} on ${entry.botId}`}
                withRemoveButton
                removeButtonProps={{
                  'aria-label': `Not ${names.roleOnBot(entry)}`,
                  'aria-hidden': false,
                  tabIndex: 0,
                }}
                onRemove={() => onChange(value.filter((kept) => pairKey(kept) !== pairKey(entry)))}
              >
                <bdi>{names.roleOnBot(entry)}</bdi>
              </Pill>
            </li>
          ))}
        </ul>
      )}
      {error === undefined ? null : (
        <p id={errorId} role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  )
}

function optionsOf(entries: readonly { readonly id: string; readonly name: string }[]) {
  return entries.map(({ id, name }) => ({ value: id, label: name }))
}
