import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { notifyManager, QueryClient, QueryClientProvider, useSuspenseQuery } from '@tanstack/react-query'
import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { QueryBoundary } from './query-boundary.tsx'

describe('QueryBoundary', () => {
  let root: Root
  let page: HTMLElement
  let client: QueryClient
  let response: PromiseWithResolvers<string>
  const Details = () => (
    <p>{useSuspenseQuery({ queryKey: ['details'], queryFn: () => response.promise, retry: false }).data}</p>
  )
  const show = (boundary: ReactNode) =>
    act(async () =>
      root.render(
        <I18nProvider i18n={i18n}>
          <MantineProvider>
            <QueryClientProvider client={client}>{boundary}</QueryClientProvider>
          </MantineProvider>
        </I18nProvider>,
      ),
    )
  const buttons = () => [...page.querySelectorAll('button')].map(({ textContent }) => textContent)

  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
    notifyManager.setScheduler(queueMicrotask)
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    response = Promise.withResolvers()
    client = new QueryClient()
    page = document.body.appendChild(document.createElement('div'))
    root = createRoot(page)
  })
  afterEach(() => {
    act(() => root.unmount())
    client.clear()
    page.remove()
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it('keeps what is known above the placeholder and above an error, until the data replaces it', async () => {
    await show(
      <QueryBoundary loading="Loading the details" known={<p>Ana Ruiz</p>}>
        <Details />
      </QueryBoundary>,
    )
    expect(page.textContent).toContain('Ana Ruiz')
    expect(page.textContent).toContain('Loading the details')
    await act(async () => response.reject(new Error('broken')))
    expect(page.textContent).toContain('Ana Ruiz')
    expect(buttons()).toEqual(['Try again'])
    response = Promise.withResolvers()
    await act(async () => page.querySelector('button')?.click())
    await act(async () => response.resolve('Ana Ruiz, developer'))
    expect([...page.querySelectorAll('p')].map(({ textContent }) => textContent)).toEqual(['Ana Ruiz, developer'])
  })

  it('offers the exit of an error that a retry would meet again', async () => {
    const leave = vi.fn<() => void>()
    await show(
      <QueryBoundary loading="Loading the details" exitOf={() => ({ label: 'Show all users', leave })}>
        <Details />
      </QueryBoundary>,
    )
    await act(async () => response.reject(new Error('refused')))
    expect(buttons()).toEqual(['Show all users'])
    page.querySelector('button')?.click()
    expect(leave).toHaveBeenCalledOnce()
  })
})
