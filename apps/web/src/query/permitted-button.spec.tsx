import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import type { Permission } from '@muster/core/permission'
import { QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, onTestFinished, vi } from 'vitest'
import { grantorsQuery } from '../lib/session.ts'
import { signedInClient } from '../testing/show-app.tsx'
import { PermittedButton } from './permitted-button.tsx'

async function show(permissions: Permission[], onClick: () => void): Promise<HTMLElement> {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  const client = signedInClient(permissions)
  client.setQueryData(grantorsQuery.queryKey, { items: [{ name: 'Ana', email: 'ana@example.com' }] })
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
          <QueryClientProvider client={client}>
            <PermittedButton permission="users:erase" onClick={onClick}>
              Erase
            </PermittedButton>
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>,
    ),
  )
  return page
}

it('does nothing without the permission, and describes which one it needs and who can grant it', async () => {
  const onClick = vi.fn<() => void>()
  const page = await show(['users:read'], onClick)
  // The reason loads after the button, which does nothing from the start.
  await act(async () => page.querySelector('button')?.click())
  await vi.waitFor(
    async () => {
      await act(async () => {})
      expect(page.querySelector('button[aria-describedby]')).not.toBeNull()
    },
    { timeout: 20_000 },
  )
  const button = page.querySelector('button')
  await act(async () => button?.click())
  expect(onClick).not.toHaveBeenCalled()
  // In the order of the keyboard, unlike a disabled button.
  expect(button?.disabled).toBe(false)
  expect(button?.getAttribute('aria-disabled')).toBe('true')
  const description = document.querySelector(`[id="${button?.getAttribute('aria-describedby') ?? ''}"]`)
  expect(description?.textContent).toBe('You lack the permission “Erase data”. Can grant it: Ana.')
})

it('is a button with the permission', async () => {
  const onClick = vi.fn<() => void>()
  const page = await show(['users:erase'], onClick)
  await act(async () => page.querySelector('button')?.click())
  expect(onClick).toHaveBeenCalledOnce()
  expect(page.querySelector('[aria-disabled]')).toBeNull()
})
