import { startOidcSignIn } from '@muster/contracts/oidc'
import { sessionSchema } from '@muster/contracts/session'
import { startBackend } from '../backend.ts'
import { freePort } from '../free-port.ts'
import { createBrowser, type TestBrowser } from './browser.ts'
import { clientId, clientSecret, startTestProvider } from './test-provider.ts'

let clients = 0

/** A backend with a real provider. Each browser has an address of its own. */
export async function startOidcBackend(env: Readonly<Record<string, string>> = {}) {
  const port = await freePort()
  const provider = await startTestProvider(`http://127.0.0.1:${port}`)
  const muster = await startBackend({
    sandbox: { users: 20 },
    env: {
      PORT: String(port),
      OIDC_ISSUER: provider.url,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_NAME: 'Acme',
      OIDC_TIMEOUT_SECONDS: '30',
      MUSTER_TRUSTED_PROXIES: '127.0.0.1',
      ...env,
    },
  })
  const isCallback = (url: string) => url.startsWith(`${muster.url}/api/oidc/callback`)
  const newBrowser = (): TestBrowser => {
    clients += 1
    return createBrowser(`10.9.${Math.floor(clients / 250)}.${(clients % 250) + 1}`)
  }
  /** Begins an attempt; returns its address at the provider. */
  const begin = async (browser: TestBrowser, to?: string) => {
    const response = await browser.send(muster.url + startOidcSignIn.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: muster.url },
      body: JSON.stringify(to === undefined ? {} : { to }),
    })
    const text = await response.text()
    if (response.status !== 201) return { status: response.status, url: '', text }
    const { url } = startOidcSignIn.responses[201].parse(JSON.parse(text))
    return { status: response.status, url, text }
  }
  const sessionOf = async (browser: TestBrowser) =>
    sessionSchema.parse(await (await browser.send(`${muster.url}/api/session`)).json())
  return {
    ...muster,
    provider,
    newBrowser,
    begin,
    sessionOf,
    /** From the button to the address that the provider sends the browser back to. */
    toCallback: async (browser: TestBrowser, to?: string) => browser.follow((await begin(browser, to)).url, isCallback),
    /** From the button to the page that opens. Returns its path. */
    signIn: async (browser: TestBrowser, to?: string) => {
      const { url } = await begin(browser, to)
      const page = await browser.follow(url, (next) => next.startsWith(muster.url) && !isCallback(next))
      return page.slice(muster.url.length)
    },
    stop: async () => {
      await muster.stop()
      await provider.stop()
    },
  }
}

export type OidcBackend = Awaited<ReturnType<typeof startOidcBackend>>
