import { i18n } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads/templates'
import { useMutation } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { provenDownload } from '../../../lib/step-up.ts'
import type { Action } from '../../../lib/target.ts'
import { buildUrl } from '../../../lib/url.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { ActItem, type RowAct } from '../../../query/row-menu.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { actionButton } from '../user-text.ts'
import classes from './selection-actions.module.css'
import { addressesOf } from './selection-calls.ts'
import type { KeptSelection } from './use-kept-selection.ts'

const exports = [
  { name: msg`Export as CSV`, path: downloadTemplateCsv.path },
  { name: msg`Export as Excel`, path: downloadTemplateXlsx.path },
]

export interface SelectionActionsProps {
  readonly selection: Pick<KeptSelection, 'id' | 'count' | 'isSaved'>
  readonly actions: readonly Action[]
  /** Null until the selection is saved. */
  readonly onAct: ((action: Action) => void) | null
  /** Compares two users; null unless two are selected. */
  readonly onCompare: (() => void) | null
}

// untranslated: a media query
const phone = '(max-width: 48em)'

/** The actions on the selected users; on a phone, all but the first are in the menu. */
export function SelectionActions({ selection, actions, onAct, onCompare }: SelectionActionsProps): ReactNode {
  const isPhone = useMediaQuery(phone, false, { getInitialValueInEffect: false })
  const others: readonly RowAct[] = [
    ...(onCompare === null ? [] : [{ key: 'compare', label: t`Compare`, permission: null, onClick: onCompare }]),
    ...actions.slice(1).map((action) => ({
      key: action,
      label: actionButton(action).name,
      permission: 'plans:write' as const,
      onClick: () => onAct?.(action),
    })),
  ]
  return (
    <span className={classes.actions}>
      {isPhone || onCompare === null ? null : (
        <Button size="compact-sm" variant="default" onClick={onCompare}>
          <Trans>Compare</Trans>
        </Button>
      )}
      {actions.slice(0, isPhone ? 1 : undefined).map((action) => (
        <ActionButton key={action} {...{ action, onAct }} variant={isPhone ? 'filled' : 'default'} />
      ))}
      <SelectionMenu selection={selection} acts={isPhone ? others : []} />
    </span>
  )
}

interface ActionButtonProps extends Pick<SelectionActionsProps, 'onAct'> {
  readonly action: Action
  readonly variant: 'filled' | 'default'
}

function ActionButton({ action, onAct, variant }: ActionButtonProps): ReactNode {
  const { name, Icon } = actionButton(action)
  return (
    <PermittedButton
      permission="plans:write"
      size="compact-sm"
      variant={variant}
      disabled={onAct === null}
      leftSection={<Icon size={14} aria-hidden="true" />}
      onClick={() => onAct?.(action)}
    >
      {name}
    </PermittedButton>
  )
}

interface SelectionMenuProps extends Pick<SelectionActionsProps, 'selection'> {
  /** The actions that have no button. */
  readonly acts: readonly RowAct[]
}

function useCopyAddresses() {
  return useMutation({
    mutationFn: async (selectionId: string) => {
      const addresses = await addressesOf(selectionId)
      await navigator.clipboard.writeText(addresses.join('\n'))
      return addresses.length
    },
  })
}

/** What else can be done with the selected users: export them, copy their addresses, list them. */
function SelectionMenu({ selection: { id, count, isSaved }, acts }: SelectionMenuProps): ReactNode {
  const go = useGo()
  const mayExport = useMay('users:export')
  const copy = useCopyAddresses()
  if (id === null && acts.length === 0) return null
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!isSaved}
            rightSection={<ChevronDown size={14} aria-hidden="true" />}
          >
            <Trans>More</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {acts.map((act) => (
            <ActItem key={act.key} act={act} />
          ))}
          {acts.length === 0 || id === null ? null : <Menu.Divider />}
          {id === null ? null : (
            <Menu.Item onClick={() => go(paths.users({ selection: id }))}>
              <Trans>Show selected users</Trans>
            </Menu.Item>
          )}
          {mayExport && id !== null ? <ExportItems id={id} count={count} onCopy={() => copy.mutate(id)} /> : null}
        </Menu.Dropdown>
      </Menu>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
      <span role="status">
        {copy.data === undefined ? '' : plural(copy.data, { one: '# address copied', other: '# addresses copied' })}
      </span>
      {copy.error === null ? null : <ErrorNote error={copy.error} />}
    </>
  )
}

interface ExportItemsProps {
  readonly id: string
  readonly count: number
  readonly onCopy: () => void
}

function ExportItems({ id, count, onCopy }: ExportItemsProps): ReactNode {
  return (
    <>
      {exports.map(({ name, path }) => (
        <Menu.Item
          key={path}
          style={{ color: 'var(--mantine-color-text)' }}
          component="a"
          href={buildUrl(path, {}, { selection: id, filled: 'yes' })}
          {...provenDownload(count)}
        >
          {i18n._(name)}
        </Menu.Item>
      ))}
      <Menu.Item onClick={onCopy}>
        <Trans>Copy email addresses</Trans>
      </Menu.Item>
    </>
  )
}
