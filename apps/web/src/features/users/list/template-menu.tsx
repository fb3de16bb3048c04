import { Button, Menu } from '@mantine/core'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads'
import type { UserFilter } from '@muster/contracts/users'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { buildUrl } from '../../../lib/url.ts'

const templates = [
  { name: 'As CSV', path: downloadTemplateCsv.path },
  { name: 'As Excel', path: downloadTemplateXlsx.path },
]

/** Everyone matching the search as a file to fill in and send back on the uploads page. */
export function TemplateMenu({ filter }: { filter: UserFilter }): ReactNode {
  const mayExport = useMay('users:export')
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          disabled={!mayExport}
          title={mayExport ? undefined : 'Your role does not allow this'}
          variant="default"
          leftSection={<Download size={16} aria-hidden="true" />}
        >
          Download as template
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
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
