// npm run bench/page [-- --users 2000] [--data <folder with a store>] [--parts weight,typing]: the users page in
// Chromium beside an empty page, and keys beside the same requests without a page.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startSandbox } from '@muster/kore-sandbox'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { signInScript, until } from './fixtures/api.ts'
import { owner, startBackend } from './fixtures/backend.ts'

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '2000' },
    /** A store of the embedded database, as `bench/search --keep` leaves it; it is copied. */
    data: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    parts: { type: 'string', default: 'weight,typing' },
  },
})
const users = Number(values.users)
const rounds = Number(values.rounds)
const parts = new Set(values.parts.split(','))
const latencyMs = 40
const bytesPerSecond = (20 * 1_000_000) / 8
const generous = { KORE_RATE_PER_MINUTE: '6000', KORE_RATE_PER_HOUR: '100000', KORE_QUIESCE_SECONDS: '2' }

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const verdict = (isMet: boolean): string => (isMet ? 'met' : 'not met')

function share(measured: readonly number[], of: number): number {
  const sorted = measured.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN
}

interface Load {
  readonly requests: number
  readonly bytes: number
  /** Time of the first row, or of the text of the peer. */
  readonly shownMs: number
  readonly lcpMs: number
  /** Processor time of the page's main thread until then, and its heap of scripts. */
  readonly processorMs: number
  readonly heapMB: number
}

/** Runs in the page: records when the first row is painted, and the largest contentful paint. */
const observe = () => {
  const seen = { shown: 0, lcp: 0 }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcp = entry.startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  const look = (): void => {
    if (document.querySelector('tbody a[data-row-link], [data-peer]') === null) return void requestAnimationFrame(look)
    setTimeout(() => (seen.shown = performance.now()))
  }
  requestAnimationFrame(look)
}

/** Loads a page over an emulated network, without a cache. */
async function load(context: BrowserContext, url: string): Promise<Load> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  })
  let bytes = 0
  const requests: string[] = []
  devtools.on('Network.requestWillBeSent', ({ request }) => {
    if (!request.url.startsWith('data:')) requests.push(request.url)
  })
  await devtools.send('Performance.enable')
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await page.addInitScript(observe)
  await page.goto(url)
  await page.waitForFunction(() => Reflect.get(window, 'seen').shown > 0)
  const { metrics } = await devtools.send('Performance.getMetrics')
  const metric = (of: string): number => metrics.find(({ name }) => name === of)?.value ?? Number.NaN
  // What loads after the rows counts as well; the stream of events stays open.
  await delay(3_000)
  const { shown, lcp } = await page.evaluate(() => Reflect.get(window, 'seen'))
  await page.close()
  return {
    requests: requests.length,
    bytes,
    shownMs: shown,
    lcpMs: lcp,
    processorMs: metric('TaskDuration') * 1000,
    heapMB: metric('JSHeapUsedSize') / 1e6,
  }
}

const median = (loads: readonly Load[], of: keyof Load) =>
  share(
    loads.map((one) => one[of]),
    0.5,
  )

async function pageWeight(context: BrowserContext, url: string, peerUrl: string): Promise<void> {
  const ours: Load[] = []
  const peers: Load[] = []
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await load(context, `${url}/users`))
    peers.push(await load(context, peerUrl))
  }
  const last = ours.at(-1)
  if (last === undefined) return
  const kB = last.bytes / 1000
  print(
    `users page: ${last.requests} requests (target 25: ${verdict(last.requests <= 25)}), ${kB.toFixed(0)} kB (target 300: ${verdict(kB <= 300)})`,
  )
  const rows = median(ours, 'shownMs')
  const peer = median(peers, 'shownMs')
  print(
    `rows at ${rows.toFixed(0)} ms, largest paint at ${median(ours, 'lcpMs').toFixed(0)} ms with ${latencyMs} ms and 20 Mbit ` +
      `(target 900: ${verdict(rows <= 900)}); an empty page of node:http at ${peer.toFixed(0)} ms: ${(rows / peer).toFixed(1)}x`,
  )
  print(
    `processor time of the page until then ${median(ours, 'processorMs').toFixed(0)} ms (empty page: ${median(peers, 'processorMs').toFixed(0)}), ` +
      `heap ${median(ours, 'heapMB').toFixed(0)} MB (${median(peers, 'heapMB').toFixed(0)})`,
  )
}

/** Runs in the page: the time from a key to the paint of its result. */
const afterKey = (typed: string) =>
  new Promise<number>((resolve) => {
    const from = performance.now()
    let changedAt = 0
    let answeredAt = Number.POSITIVE_INFINITY
    const isOfSearch = ({ name, startTime }: PerformanceEntry) =>
      startTime >= from && name.includes('/api/users?') && new URL(name).searchParams.get('q') === typed
    // The browser may report the response after the rows have changed.
    const check = (): void => {
      if (changedAt < answeredAt) return
      rows.disconnect()
      answers.disconnect()
      requestAnimationFrame(() => {
        setTimeout(() => resolve(performance.now() - from))
      })
    }
    const rows = new MutationObserver(() => {
      changedAt = performance.now()
      check()
    })
    rows.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true })
    const answers = new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (isOfSearch(entry) && entry instanceof PerformanceResourceTiming) answeredAt = entry.responseEnd
      check()
    })
    answers.observe({ type: 'resource' })
    const box = document.querySelector<HTMLInputElement>('input[type=search]')
    if (box === null) return
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    set?.call(box, typed)
    box.dispatchEvent(new Event('input', { bubbles: true }))
  })

/** Runs in the page: the time of a request alone. */
const request = async (typed: string) => {
  const from = performance.now()
  const response = await fetch(`/api/users?q=${typed}&limit=50`)
  await response.json()
  return performance.now() - from
}

async function typing(page: Page, label: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const processorMs = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const all: number[] = []
  const peers: number[] = []
  let processor = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const term of ['zoe', 'smith', 'pet', 'ana', 'example']) {
      for (const typed of [term.slice(0, 1), term.slice(0, 2), term]) {
        const before = await processorMs()
        all.push(await page.evaluate(afterKey, typed))
        processor += (await processorMs()) - before
        peers.push(await page.evaluate(request, typed))
        await delay(100)
      }
      await page.getByRole('searchbox', { name: 'Search users' }).fill('')
      await delay(200)
    }
    // The same search again would come from the browser's cache.
    await page.reload()
    await page.locator('tbody a[data-row-link]').first().waitFor()
  }
  const [p50, p95] = [share(all, 0.5), share(all, 0.95)]
  print(
    `${label}: key to painted rows p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (target 120: ${verdict(p50 <= 120)}), ` +
      `${(processor / all.length).toFixed(0)} ms of processor time; the request alone ${share(peers, 0.5).toFixed(0)} and ${share(peers, 0.95).toFixed(0)} ms: ` +
      `${(p50 / share(peers, 0.5)).toFixed(1)}x`,
  )
}

async function startPeer() {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html')
    res.end('<!doctype html><title>Peer</title><p data-peer>An empty page')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the peer has no port')
  return { url: `http://127.0.0.1:${address.port}/`, stop: () => server.close() }
}

async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.locator('tbody a[data-row-link]').first().waitFor({ timeout: 120_000 })
  await page.close()
  return context
}

async function bench(): Promise<void> {
  const sandbox = await startSandbox({ users, limits: null, eraseDelayMs: 500 })
  const copy = values.data === undefined ? undefined : await mkdtemp(join(tmpdir(), 'muster-page-'))
  if (copy !== undefined && values.data !== undefined) await cp(values.data, copy, { recursive: true })
  // A sync would replace the users of the store by the sandbox's.
  if (copy !== undefined) sandbox.control.setScopes(['delete:delete_user_data'])
  const backend = await startBackend({
    kore: sandbox,
    env: generous,
    ...(copy === undefined ? {} : { dataDir: copy }),
  })
  const peer = await startPeer()
  const path = process.env.CHROMIUM_PATH
  const browser = await chromium.launch(path === undefined ? {} : { executablePath: path })
  try {
    const script = await signInScript(backend.url)
    const { users: held } = await until<{ state: string; users: number }>(
      script,
      '/api/directory',
      ({ state }) => state === (copy === undefined ? 'ready' : 'forbidden'),
      600,
    )
    const context = await signedIn(browser, backend.url)
    if (parts.has('weight')) await pageWeight(context, backend.url, peer.url)
    const page = await context.newPage()
    await page.goto(`${backend.url}/users`)
    await page.locator('tbody a[data-row-link]').first().waitFor()
    if (parts.has('typing')) await typing(page, `${held} users`)
  } finally {
    await browser.close()
    peer.stop()
    await backend.stop()
    await sandbox.stop()
    if (copy !== undefined) await rm(copy, { recursive: true, force: true })
  }
}

await bench()
