import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads'
import type { UserFilter } from '@muster/contracts/users'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { lacksWords } from '../../../lib/permission-text.ts'
import { useMay } from '../../../lib/session.ts'
import { buildUrl } from '../../../lib/url.ts'

const templates = [
  { name: msg`As CSV`, path: downloadTemplateCsv.path },
  { name: msg`As Excel`, path: downloadTemplateXlsx.path },
]

/** Downloads all users that match the search as a file to edit and upload. */
export function TemplateMenu({ filter }: { filter: UserFilter }): ReactNode {
  const mayExport = useMay('users:export')
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          disabled={!mayExport}
          title={mayExport ? undefined : lacksWords('users:export')}
          variant="default"
          leftSection={<Download size={16} aria-hidden="true" />}
        >
          <Trans>Download as template</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map(({ name, path }) => (
          <Menu.Item
            key={path}
            style={{ color: 'var(--mantine-color-text)' }}
            component="a"
            href={buildUrl(path, {}, { ...filter, filled: 'yes' })}
            download
          >
            {i18n._(name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
