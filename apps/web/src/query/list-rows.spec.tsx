import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { infiniteQueryOptions, notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ListRows } from './list-rows.tsx'

interface Filter {
  readonly state: string
}
interface RowsPage {
  readonly items: readonly string[]
  readonly next: string | null
}

describe('ListRows', () => {
  let root: Root
  let page: HTMLElement
  let client: QueryClient
  let responses: Map<string, PromiseWithResolvers<RowsPage>>
  const respondTo = (state: string, cursor: string | null = null) => {
    const key = `${state} ${cursor}`
    const known = responses.get(key) ?? Promise.withResolvers<RowsPage>()
    responses.set(key, known)
    return known
  }
  const listQuery = ({ state }: Filter) =>
    infiniteQueryOptions({
      queryKey: ['rows', state],
      queryFn: ({ pageParam }) => respondTo(state, pageParam).promise,
      initialPageParam: null as string | null, // the first page has no cursor
      getNextPageParam: (last) => last.next,
      retry: false,
    })
  const show = (filter: Filter) =>
    act(async () =>
      root.render(
        <I18nProvider i18n={i18n}>
          <MantineProvider>
            <QueryClientProvider client={client}>
              <ListRows
                filter={filter}
                queryOf={listQuery}
                loading="Loading the rows"
                label="Rows"
                columns={['Row']}
                renderRow={(item) => (
                  <tr key={item}>
                    <td>{item}</td>
                  </tr>
                )}
                empty={<p>no rows</p>}
              />
            </QueryClientProvider>
          </MantineProvider>
        </I18nProvider>,
      ),
    )
  const rows = () => [...page.querySelectorAll('td')].map((cell) => cell.textContent)
  const button = (name: string) => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)
  const click = (name: string) => act(async () => button(name)?.click())
  const respond = (state: string, items: readonly string[], more: { cursor?: string; next?: string } = {}) =>
    act(async () => respondTo(state, more.cursor ?? null).resolve({ items, next: more.next ?? null }))

  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
    // Within `act`, not in a timer after it.
    notifyManager.setScheduler(queueMicrotask)
    responses = new Map()
    client = new QueryClient()
    page = document.body.appendChild(document.createElement('div'))
    root = createRoot(page)
  })
  afterEach(() => {
    act(() => root.unmount())
    client.clear()
    page.remove()
    vi.unstubAllGlobals()
  })

  it('keeps the rows while those of another filter load', async () => {
    await show({ state: 'all' })
    expect(page.textContent).toContain('Loading the rows')
    await respond('all', ['a', 'b'])
    expect(rows()).toEqual(['a', 'b'])
    await show({ state: 'failed' })
    expect(rows()).toEqual(['a', 'b'])
    expect(page.textContent).not.toContain('Loading the rows')
    await respond('failed', ['b'])
    expect(rows()).toEqual(['b'])
  })

  it('keeps the rows while more of them load', async () => {
    await show({ state: 'all' })
    await respond('all', ['a'], { next: 'after-a' })
    await click('Show more')
    expect(rows()).toEqual(['a'])
    await respond('all', ['b'], { cursor: 'after-a' })
    expect(rows()).toEqual(['a', 'b'])
    expect(button('Show more')).toBeUndefined()
  })

  it('shows an error with a button that tries again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await show({ state: 'all' })
    await act(async () => respondTo('all').reject(new Error('broken')))
    expect(page.querySelector('[role=alert]')).not.toBeNull()
    responses.clear()
    await click('Try again')
    await respond('all', ['a'])
    expect(rows()).toEqual(['a'])
  })

  it('leaves an error behind with its filter', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await show({ state: 'broken' })
    await act(async () => respondTo('broken').reject(new Error('broken')))
    await show({ state: 'all' })
    await respond('all', ['a'])
    expect(rows()).toEqual(['a'])
  })
})
