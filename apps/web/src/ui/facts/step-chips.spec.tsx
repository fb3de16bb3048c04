import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import type { Step } from '@muster/core/plan/plan'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { StepChips } from './step-chips.tsx'

const names = { group: (id: string) => id, bot: (id: string) => id, roleOnBot: () => 'Tester' }

function textOf(step: Step): string {
  const page = document.createElement('div')
  page.innerHTML = renderToStaticMarkup(
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <StepChips steps={[step]} names={names} />
      </MantineProvider>
    </I18nProvider>,
  )
  return page.querySelector('li')?.textContent ?? ''
}

describe('StepChips', () => {
  it.each<[Step, string]>([
    [{ field: 'group', op: 'add', groupId: 'Sales' }, 'Added: Sales'],
    [{ field: 'group', op: 'remove', groupId: 'Sales' }, 'Removed: Sales'],
    // These sentences name the act; a second sign would deny it.
    [{ field: 'account', op: 'remove' }, 'Removed from the account'],
    [{ field: 'data', op: 'erase', scope: { kind: 'all_bots' } }, 'Data erased from all bots'],
  ])('%j', (step, text) => {
    expect(textOf(step)).toBe(text)
  })
})
