import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import type { AuditEntry } from '@muster/contracts/audit'
import { message } from '@muster/wording/message'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, onTestFinished, vi } from 'vitest'
import { HistoryList } from './history-list.tsx'

const anEntry = (more: Partial<AuditEntry>): AuditEntry => ({
  seq: 7,
  at: '2026-11-22T11:59:40Z',
  action: 'user.changed',
  actor: 'ana@example.com',
  token: null,
  address: null,
  session: null,
  subject: { userId: 'u-1', label: 'Ben' },
  sentence: '',
  sentenceMessage: null,
  outcome: 'changed',
  jobId: null,
  hash: 'h',
  erased: false,
  folded: null,
  ...more,
})

async function textOf(entry: AuditEntry): Promise<string> {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  const page = document.createElement('div')
  document.body.append(page)
  const root = createRoot(page)
  onTestFinished(() => {
    act(() => root.unmount())
    page.remove()
    vi.unstubAllGlobals()
  })
  await act(async () =>
    root.render(
      <I18nProvider i18n={i18n}>
        <MantineProvider>
          <HistoryList entries={[entry]} renderJob={() => null} />
        </MantineProvider>
      </I18nProvider>,
    ),
  )
  return page.textContent ?? ''
}

it('shows the sentence of an entry without facts, which is nowhere else', async () => {
  const sentence = 'Ben could not be verified'
  expect(await textOf(anEntry({ sentence }))).toContain(sentence)
  const sentenceMessage = message('audit.not_verified', { user: 'Ben' })
  expect(await textOf(anEntry({ action: 'user.unknown', sentence, sentenceMessage }))).toContain(sentence)
})

it('shows all facts of an entry', async () => {
  const groups = ['Support', 'Sales', 'Legal', 'Lab', 'Ops', 'Finance', 'Travel']
  const sentenceMessage = message('history.sentence', {
    actor: 'ana@example.com',
    phrases: [message('history.added', { user: 'Ben', groups })],
  })
  const text = await textOf(anEntry({ sentence: 'x', sentenceMessage }))
  for (const group of groups) expect(text).toContain(group)
})
