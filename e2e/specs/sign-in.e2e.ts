import { createServer } from 'node:http'
import { clientId, clientSecret, startTestProvider } from '@muster/bff/testing/oidc/test-provider'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { freePort, owner, startBackend } from '../fixtures/backend.ts'
import { type App, expect, expectConsoleError, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'sign-in', users: 60 } })

const refused = /status of 401/
const shellPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

test('a sign-in with email and password leads to the requested page', async ({ page }) => {
  await page.goto('/jobs?only=failures')
  await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/\/jobs\?only=failures$/)

  const cookies = await page.context().cookies()
  expect(cookies.map(({ name }) => name).toSorted()).toEqual(['device', 'sid'])
  const cookie = cookies.find(({ name }) => name === 'sid')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', expires: -1 })
  expect(cookies.find(({ name }) => name === 'device')).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
  expect(await page.evaluate(() => document.cookie)).toBe('')
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  expect(kept).not.toContain(cookie?.value ?? 'a cookie')
})

test('the error for a wrong password does not reveal whether the member exists', async ({ page }) => {
  expectConsoleError(page, refused)
  await page.goto('/sign-in')
  const answers: string[] = []
  for (const [email, password] of [
    [owner.email, 'not the password of anybody'],
    ['absent@example.com', 'not the password of anybody'],
  ] as const) {
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    const answer = page.waitForResponse(
      (got) => got.request().method() === 'POST' && got.url().endsWith('/api/session'),
    )
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect((await answer).status()).toBe(401)
    answers.push((await page.getByRole('alert').first().innerText()).replace(/[0-9A-Za-z_-]{16,}/g, '…'))
  }
  expect(answers[0]).toMatch(/password|sign/i)
  expect(answers[1]).toBe(answers[0])
  expect(await page.context().cookies()).toEqual([])
})

test('after signing out neither the app nor the back button shows data', async ({ owner: page, app }) => {
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'sid')
  await page.goto('/settings')
  expectConsoleError(page, /ERR_INTERNET_DISCONNECTED/)
  await page.getByRole('button', { name: /^Menu of/ }).click()
  await page.context().setOffline(true)
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const failed = page.getByRole('alert').filter({ hasText: 'You are still signed in' })
  await expect(failed).toBeVisible()
  await page.context().setOffline(false)
  await failed.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
  await expect(page.getByText(app.sandbox.clientId)).toHaveCount(0)
  await expect(page.getByRole('table')).toHaveCount(0)
  // The server has ended the session too; the cookie is not only removed from the browser.
  const again = await fetch(`${app.url}/api/users`, { headers: { cookie: `sid=${cookie?.value}` } })
  expect(again.status).toBe(401)
})

test('an unknown session is ended in the settings, and its browser requests a sign-in', async ({
  owner: page,
  browser,
  app,
}) => {
  const elsewhere = await browser.newContext({ userAgent: 'Mozilla/5.0 (iPhone) Version/18.6 Safari/604.1' })
  const other = await elsewhere.newPage()
  await other.goto(`${app.url}/sign-in`)
  await other.getByLabel('Email').fill(owner.email)
  await other.getByLabel('Password', { exact: true }).fill(owner.password)
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(other.getByRole('heading', { name: 'Users' })).toBeVisible()
  await page.goto('/settings')
  const sessions = page.getByRole('region', { name: 'Your sessions' })
  await expect(sessions.getByRole('row').filter({ hasText: 'this session' })).toContainText('Chrome on')
  const unknown = sessions.getByRole('row').filter({ hasText: 'Safari on iOS' })
  await expectAccessible(page)
  await unknown.getByRole('button', { name: 'Sign out' }).click()
  await expect(unknown).toHaveCount(0)
  // Without a click: the event stream ends by itself.
  await expect(other.getByRole('heading', { name: 'Your session has ended' })).toBeVisible()
  await elsewhere.close()
})

test('signing out in one tab signs out the others', async ({ owner: page, context }) => {
  expectConsoleError(page, refused)
  const other = await context.newPage()
  // Its pending requests are refused too.
  expectConsoleError(other, refused)
  await other.goto('/jobs')
  const requested: string[] = []
  page.on('request', (request) => requested.push(new URL(request.url()).pathname))
  await other.getByRole('button', { name: /^Menu of/ }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(other.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
  // The redirect happens once. A loop would empty the form while the member types.
  const email = page.getByLabel('Email')
  await email.pressSequentially(owner.email)
  await expect(email).toHaveValue(owner.email)
  expect(requested.filter((path) => path === '/api/session').length).toBeLessThanOrEqual(2)
  await expect(page).toHaveURL(/\/sign-in\?to=/)
})

test('a session that one tab renewed serves another, whose next act happens once', async ({
  owner: page,
  context,
  app,
}) => {
  const other = await context.newPage()
  // The new session refuses the token of the old one, and a request under way at the change, of either tab; both are
  // sent again.
  for (const tab of [page, other]) expectConsoleError(tab, /status of 40[13]/)
  await other.goto('/settings')
  await expect(other.getByRole('button', { name: 'Test the connection' })).toBeVisible()
  const renewed = await page.evaluate(async (password) => {
    const session: unknown = await (await fetch('/api/session')).json()
    const headers = {
      'content-type': 'application/json',
      'x-muster-csrf': String(Reflect.get(Object(session), 'csrfToken')),
    }
    const body = JSON.stringify({ password })
    return (await fetch('/api/session/reauthenticate', { method: 'POST', headers, body })).status
  }, owner.password)
  expect(renewed).toBe(200)
  const answered = other.waitForResponse((response) => response.url().endsWith('/api/connection/test') && response.ok())
  await other.getByRole('button', { name: 'Test the connection' }).click()
  await answered
  await expect(other.getByRole('table', { name: 'Endpoints' })).toContainText('just now')
  const tested: unknown = await (await app.script.get('/api/audit?action=connection.tested')).json()
  expect(Reflect.get(Object(tested), 'items')).toHaveLength(1)
})

test('the shell has its whole policy, and every response has the security headers', async ({ page, app }) => {
  const shell = await page.goto('/sign-in')
  const headers = shell?.headers() ?? {}
  expect(headers['content-security-policy']).toBe(shellPolicy)
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
  })
  expect(headers['x-powered-by']).toBeUndefined()
  const api = await fetch(`${app.url}/api/users`)
  expect(api.status).toBe(401)
  expect(api.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(api.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox")
})

test('these tests notice a violated policy', async ({ page }) => {
  expectConsoleError(page, /^CSP |Content Security Policy|Trusted/)
  const seen: string[] = []
  page.on('console', (message) => seen.push(message.text()))
  await page.goto('/sign-in')
  await page
    .evaluate(() => {
      const script = document.createElement('script')
      script.src = 'data:text/javascript,1'
      document.head.append(script)
    })
    .catch(() => {})
  await expect.poll(() => seen.some((text) => text.startsWith('CSP '))).toBe(true)
})

test('the sign-in link of an app without members serves one browser', async ({ page, browser, app }) => {
  const backend = await startBackend({ kore: app.sandbox, admin: false })
  try {
    const link = /http:\/\/\S+\/sign-in#token=\S+/.exec(backend.output())?.[0] ?? ''
    expect(link).not.toBe('')
    await page.goto(`${backend.url}/sign-in`)
    await expect(page.getByText('Open the sign-in link')).toBeVisible()
    await expect(page.getByLabel('Password')).toHaveCount(0)
    // The tab is on this page, so only the fragment changes.
    await page.goto(link)
    await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible()
    expect(page.url()).not.toContain('token')

    const stranger = await browser.newPage({ baseURL: backend.url })
    await stranger.goto(link)
    await expect(stranger.getByRole('alert').first()).toBeVisible()
    await expect(stranger.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
    await stranger.close()
    // The page must have finished loading before its app closes.
    await page.goto('about:blank')
  } finally {
    await backend.stop()
  }
})

test('a member signs in through the identity provider, and again over a page that keeps its input', async ({
  page,
  app,
}) => {
  const port = await freePort()
  // Another site than Muster's, as in production: a browser treats ports of one host as one site.
  const provider = await startTestProvider(`http://127.0.0.1:${port}`, { host: 'localhost', hasPage: true })
  const oidc = {
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: 'Acme',
  }
  const backend = await startBackend({ kore: app.sandbox, port, env: { ...oidc, OIDC_DEFAULT_ROLE: 'editor' } })
  try {
    expectConsoleError(page, /status of 40[14]/)
    await page.goto(`${backend.url}/jobs?only=failures`)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Sign in with Acme' }).click()
    await page.getByRole('button', { name: 'Continue as this account' }).click()
    await expect(page.getByText('does not confirm your email address')).toBeVisible()
    await expect(page.getByLabel('Email')).toBeVisible()

    provider.state.account = { sub: 'sub-ana', email: 'ana@acme.example', email_verified: true, name: 'Ana' }
    await page.context().clearCookies({ domain: 'localhost' })
    await page.getByRole('button', { name: 'Sign in with Acme' }).click()
    await page.getByRole('button', { name: 'Continue as this account' }).click()
    await expect(page.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible()
    await expect(page).toHaveURL(/\/jobs\?only=failures$/)
    const cookies = (await page.context().cookies(backend.url)).map(({ name, sameSite }) => `${name} ${sameSite}`)
    expect(cookies.toSorted()).toEqual(['device Strict', 'sid Strict'])

    await page.goto(`${backend.url}/users`)
    await page.getByRole('searchbox').fill('kept input')
    // As the provider reports that the member has signed out there.
    const at = Math.floor(Date.now() / 1000)
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    const claims = { iss: provider.url, aud: clientId, iat: at, exp: at + 60, jti: 'logout-1', sub: 'sub-ana', events }
    const body = new URLSearchParams({ logout_token: await provider.sign(claims) })
    expect((await fetch(`${backend.url}/api/oidc/back-channel-logout`, { method: 'POST', body })).status).toBe(200)
    await expect(page.getByRole('heading', { name: 'Your session has ended' })).toBeVisible()
    await expectAccessible(page)
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Sign in with Acme in another tab' }).click()
    const tab = await opened
    await expect(tab.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Your session has ended' })).toHaveCount(0)
    await expect(page.getByRole('searchbox')).toHaveValue('kept input')
    await tab.close()
    await page.goto('about:blank')
  } finally {
    await backend.stop()
    await provider.stop()
  }
})

/** Serves the page of an attacker until the end of `work`, on this host and on another name of it. */
async function withAttacker(work: (port: number) => Promise<void>): Promise<void> {
  const port = await freePort()
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end('<!doctype html><title>A prize</title><h1>You have won</h1>')
  })
  await new Promise<void>((resolve) => server.listen(port, resolve))
  try {
    await work(port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** What a page can send without a script of Muster: its path, and the encoding of its form. */
const forms = [
  ['/api/guards/stop', 'application/x-www-form-urlencoded'],
  ['/api/plans', 'text/plain'],
  ['/api/uploads', 'multipart/form-data'],
  ['/api/tokens', 'text/plain'],
] as const

const submit = (page: Page, action: string, enctype: string) =>
  page.evaluate(
    ([url, encoding]) => {
      const form = document.createElement('form')
      Object.assign(form, { action: url, enctype: encoding, method: 'post' })
      const field = document.createElement('input')
      Object.assign(field, { name: '{"kind":"remove","x":"', value: '"}' })
      form.append(field)
      document.body.append(form)
      form.submit()
    },
    [action, enctype] as const,
  )

interface Sent {
  readonly method?: string
  readonly mode?: 'no-cors'
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** Sends a request with the cookies of the browser, and returns what a script of the page can see of the response. */
const requested = (page: Page, url: string, init: Sent) =>
  page.evaluate(
    ([to, how]) =>
      fetch(to, { credentials: 'include', ...how }).then(
        async (response) => `${response.type} ${await response.text()}`,
        () => 'refused',
      ),
    [url, init] as const,
  )

/** What the requests would have changed. */
const state = async ({ script, sandbox }: App) => [
  ...(await Promise.all(
    ['/api/guards', '/api/plans', '/api/uploads', '/api/jobs', '/api/tokens'].map(async (path) => {
      const answer = await script.get(path)
      return answer.text()
    }),
  )),
  String(sandbox.ledger.effects().length),
]

test('a page of another site or of a neighbour on the host reads nothing, changes nothing and frames nothing', async ({
  owner: signedIn,
  app,
}) => {
  const before = await state(app)
  await withAttacker(async (port) => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const page = await signedIn.context().newPage()
      expectConsoleError(page, /./)
      for (const [path, enctype] of forms) {
        await page.goto(`http://${host}:${port}/`)
        const answer = page.waitForResponse((one) => one.url() === app.url + path)
        await submit(page, app.url + path, enctype)
        expect([host, path, (await answer).status()]).toEqual([host, path, 403])
        await page.waitForURL(app.url + path)
      }
      await page.goto(`http://${host}:${port}/`)
      const simple = { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: '{}' } as const
      expect(await requested(page, `${app.url}/api/guards/stop`, simple)).toBe('refused')
      const json = { 'Content-Type': 'application/json', 'X-Muster-CSRF': 'x' }
      expect(await requested(page, `${app.url}/api/plans`, { method: 'POST', headers: json, body: '{}' })).toBe(
        'refused',
      )
      for (const path of ['/api/users', '/api/session', '/api/audit.csv'])
        expect(await requested(page, app.url + path, {})).toBe('refused')
      await page.evaluate(async (url) => {
        const frame = document.createElement('iframe')
        frame.src = url
        const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
        document.body.append(frame)
        await loaded
      }, `${app.url}/users`)
      const texts = await Promise.all(page.frames().map((frame) => frame.locator('body').innerText()))
      expect(texts.join(' ')).not.toContain('Muster')
      await page.close()
    }
  })
  expect(await state(app)).toEqual(before)
})

test('a tab with the CSRF token of an earlier session changes nothing', async ({ owner: page }) => {
  const other = await page.context().newPage()
  await other.goto('/users')
  for (const tab of [page, other]) expectConsoleError(tab, /status of 40[13]/)
  const send = (tab: Page, path: string, init: Sent) =>
    tab.evaluate(
      async ([to, how]) => {
        const response = await fetch(to, { ...how, headers: { 'Content-Type': 'application/json', ...how.headers } })
        const { csrfToken } = (await (await fetch('/api/session')).json()) as { csrfToken: string }
        return { status: response.status, csrfToken }
      },
      [path, init] as const,
    )
  const earlier = await send(other, '/api/session', {})
  const withToken = ({ csrfToken }: { csrfToken: string }) => ({ headers: { 'X-Muster-CSRF': csrfToken } })
  expect((await send(other, '/api/session', { method: 'DELETE', ...withToken(earlier) })).status).toBe(200)
  const later = await send(other, '/api/session', { method: 'POST', body: JSON.stringify(owner) })
  expect(later.csrfToken).not.toBe(earlier.csrfToken)
  const body = JSON.stringify({ language: 'en' })
  const change = { method: 'PUT', body }
  expect((await send(page, '/api/session/language', { ...change, ...withToken(earlier) })).status).toBe(403)
  expect((await send(page, '/api/session/language', { ...change, ...withToken(later) })).status).toBe(200)
  await other.close()
})
