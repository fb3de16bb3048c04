import { i18n } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads/templates'
import { useMutation } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { provenDownload } from '../../../lib/step-up.ts'
import { buildUrl } from '../../../lib/url.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { addressesOf } from './selection-calls.ts'

const exports = [
  { name: msg`Export as CSV`, path: downloadTemplateCsv.path },
  { name: msg`Export as Excel`, path: downloadTemplateXlsx.path },
]

interface SelectionMenuProps {
  readonly id: string
  readonly count: number
  readonly isSaved: boolean
}

/** What else can be done with the selected users: export them, copy their addresses, list them. */
export function SelectionMenu({ id, count, isSaved }: SelectionMenuProps): ReactNode {
  const go = useGo()
  const mayExport = useMay('users:export')
  const copy = useMutation({
    mutationFn: async () => {
      const addresses = await addressesOf(id)
      await navigator.clipboard.writeText(addresses.join('\n'))
      return addresses.length
    },
  })
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
          <Menu.Item onClick={() => go(paths.users({ selection: id }))}>
            <Trans>Show selected users</Trans>
          </Menu.Item>
          {mayExport ? <ExportItems id={id} count={count} onCopy={() => copy.mutate()} /> : null}
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

interface ExportItemsProps extends Pick<SelectionMenuProps, 'id' | 'count'> {
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
