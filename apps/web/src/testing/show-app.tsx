import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import type { Session } from '@muster/contracts/session'
import type { Permission } from '@muster/core/permission'
import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, vi } from 'vitest'
import { sessionQuery } from '../lib/session.ts'

const sessionWith = (permissions: Permission[]): Session => ({
  member: {
    id: 'm-1',
    email: 'ben@example.com',
    name: 'Ben',
    role: 'viewer',
    roleName: 'Viewer',
    roleNameMessage: { code: 'role.viewer', facts: {} },
    permissions,
    scope: null,
    language: null,
    usersTable: null,
  },
  csrfToken: 'x',
  ends: null,
  environment: 'sandbox',
  accountName: 'ACME',
  signInMethods: ['password'],
  identityProvider: null,
})

/** A client of a signed-in member. It fetches nothing that a test has set. */
export function signedInClient(permissions: Permission[]): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } } })
  client.setQueryData(sessionQuery.queryKey, sessionWith(permissions))
  return client
}

interface SentRequest {
  /** "PUT /api/session". */
  readonly call: string
  readonly respond: (status: number, body: unknown) => Promise<void>
}

/** The requests of the page, which the test answers. */
export function interceptRequests(): readonly SentRequest[] {
  const sent: SentRequest[] = []
  vi.stubGlobal('fetch', (url: string, { method }: RequestInit) => {
    const response = Promise.withResolvers<Response>()
    sent.push({
      call: `${method} ${url}`,
      respond: (status, body) => act(async () => response.resolve(Response.json(body, { status }))),
    })
    return response.promise
  })
  return sent
}

export const conflict = {
  type: 'about:blank',
  title: 'Conflict',
  status: 409,
  detail: 'Refused by the server',
  code: 'conflict',
  requestId: 'r-1',
}

/** The rest runs when nothing is left to do in this turn. */
const nextTick = () => act(async () => new Promise((resolve) => setTimeout(resolve)))

const shown = (selector: string, name: string): HTMLElement => {
  const all = [...document.querySelectorAll<HTMLElement>(selector)]
  const found = all.findLast((element) => (element.getAttribute('aria-label') ?? element.textContent).trim() === name)
  if (found === undefined) throw new Error(`no ${selector} "${name}"`)
  return found
}

export const seen = (check: () => void) =>
  vi.waitFor(
    async () => {
      await nextTick()
      check()
    },
    { timeout: 60_000 },
  )

export async function click(name: string): Promise<void> {
  const button = shown('button, a', name)
  await act(async () => {
    button.focus()
    button.click()
  })
  await nextTick()
}

export async function type(selector: string, value: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)
  if (field === null) throw new Error(`no field ${selector}`)
  await act(async () => {
    field.focus()
    // React tracks the value it set itself, so the setter of the prototype changes it as the keyboard does.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

export async function submit(selector = 'form'): Promise<void> {
  await act(async () => {
    document.querySelector(selector)?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  })
  await nextTick()
}

export const confirmsDiscard = (): boolean => document.body.textContent.includes('Discard changes?')

/** Expects the question, and keeps the input. */
export async function keepEditing(): Promise<void> {
  await seen(() => expect(confirmsDiscard()).toBe(true))
  await click('Keep editing')
  await seen(() => expect(confirmsDiscard()).toBe(false))
}

type Pages = Readonly<Record<string, () => ReactNode>>

/** A router of pages by their paths in the app. */
function routerOf(pages: Pages, at: string) {
  const root = createRootRoute({ component: Outlet })
  const app = createRoute({ getParentRoute: () => root, id: 'app', component: Outlet })
  const routes = Object.entries(pages).map(([path, component]) =>
    createRoute({ getParentRoute: () => app, path, component }),
  )
  return createRouter({
    routeTree: root.addChildren([app.addChildren(routes)]),
    history: createMemoryHistory({ initialEntries: [at] }),
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  })
}

/** Shows one of the pages. Returns a function that goes to another address. */
export async function showApp(
  pages: Pages,
  { at, client = new QueryClient() }: { readonly at: string; readonly client?: QueryClient },
): Promise<(href: string) => Promise<void>> {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  // Within `act`, not in a timer after it.
  notifyManager.setScheduler(queueMicrotask)
  const router = routerOf(pages, at)
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  onTestFinished(() => {
    act(() => root.unmount())
    client.clear()
    document.body.replaceChildren()
    vi.unstubAllGlobals()
  })
  await act(async () =>
    root.render(
      <I18nProvider i18n={i18n}>
        <MantineProvider env="test">
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>,
    ),
  )
  await nextTick()
  return async (href) => {
    await act(async () => void router.navigate({ href }))
    await nextTick()
  }
}
