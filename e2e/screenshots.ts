// npm run screenshots: screenshots of the app for the documentation. Their data comes from using the app.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type SandboxControl, startSandbox, wellKnown } from '@muster/kore-sandbox'
import { paths } from '@muster/web/paths'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { type Script, sendApplication, signInScript, until, untilOver } from './fixtures/api.ts'
import { owner, startBackend } from './fixtures/backend.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'images')
const desktop = { width: 1440, height: 900 }
const tablet = { width: 768, height: 1024 }
const phone = { width: 390, height: 844 }
const generous = { KORE_RATE_PER_MINUTE: '6000', KORE_RATE_PER_HOUR: '100000', KORE_QUIESCE_SECONDS: '2' }

interface Named {
  readonly id: string
  readonly name: string
}
interface User {
  readonly id: string
  readonly email: string
}

async function itemsOf<T>(script: Script, path: string): Promise<readonly T[]> {
  const response = await script.get(path)
  if (!response.ok) throw new Error(`${path} returned ${response.status}`)
  // The app validates its responses against the contracts.
  const { items }: { readonly items: readonly T[] } = await response.json()
  return items
}

async function idOf(script: Script, kind: 'groups' | 'roles' | 'bots', name: string): Promise<string> {
  const found = (await itemsOf<Named>(script, `/api/access/${kind}`)).find((one) => one.name === name)
  if (found === undefined) throw new Error(`the sandbox has no ${kind} named ${name}`)
  return found.id
}

interface Plan {
  readonly id: string
  readonly state: string
  readonly hash: string
  readonly confirmation: { readonly text?: string }
}

async function planOf(script: Script, source: unknown): Promise<Plan> {
  const made = await script.send('POST', '/api/plans', source)
  if (made.status !== 201) throw new Error(`no plan: ${made.status} ${await made.text()}`)
  const { id }: Plan = await made.json()
  return until<Plan>(script, `/api/plans/${id}`, ({ state }) => state === 'ready')
}

async function applied(script: Script, { id, hash, confirmation }: Plan): Promise<string> {
  const typed = confirmation.text === undefined ? {} : { confirmation: confirmation.text }
  const response = await sendApplication(script, id, { hash, ...typed })
  if (response.status !== 201) throw new Error(`not applied: ${response.status} ${await response.text()}`)
  const { jobId }: { readonly jobId: string } = await response.json()
  await untilOver(script, jobId)
  return jobId
}

const identifiers = (emails: readonly string[], change: unknown) => ({
  kind: 'identifiers',
  identifiers: emails.map((value) => ({ by: 'email', value })),
  change,
})

/** A job with two users changed after the plan, one that Kore.ai refuses, and an unknown one. */
async function jobWithFailures(script: Script, control: SandboxControl): Promise<string> {
  const role = { roleId: await idOf(script, 'roles', 'Bot Tester'), botId: await idOf(script, 'bots', 'Billing') }
  const emails = (await itemsOf<User>(script, '/api/users?q=globex&limit=40')).map(({ email }) => email)
  const [, , changed, changedToo, refused] = emails
  if (changed === undefined || changedToo === undefined || refused === undefined)
    throw new Error('the sandbox has too few users for the screenshots')
  const change = { kind: 'update', roles: { mode: 'edit', add: [role], remove: [] } }
  const plan = await planOf(script, identifiers([...emails, 'tess.tpyo@globex.example'], change))
  const users = [changed, changedToo].map((emailId) => ({ userInfo: { emailId }, isDeveloper: true }))
  control.update({ users })
  const body = { errors: [{ msg: 'Bad Request', code: 400 }] }
  control.addFault({ kind: 'status', endpoint: 'update-users', user: refused, status: 400, body })
  const jobId = await applied(script, plan)
  control.clearFaults()
  return jobId
}

/** A plan with three blocked users, and two that need no change. */
async function planWithBlockers(script: Script): Promise<string> {
  const role = { roleId: await idOf(script, 'roles', 'Analyst'), botId: await idOf(script, 'bots', 'Cards') }
  const users = await itemsOf<User>(script, '/api/users?q=initech&limit=24')
  const unchanged = await itemsOf<User>(script, `/api/users?role=${role.roleId}&bot=${role.botId}&limit=2`)
  const emails = [...unchanged, ...users].map(({ email }) => email)
  const blocked = ['tess.tpyo@initech.example', 'tess.typo@initech.example', emails[0] ?? '']
  const change = { kind: 'update', roles: { mode: 'edit', add: [role], remove: [] } }
  return (await planOf(script, identifiers([...emails, ...blocked], change))).id
}

/** Creates the data of the screenshots by the API. */
async function use(script: Script, control: SandboxControl) {
  const jobId = await jobWithFailures(script, control)
  const leavers = [wellKnown.secondMember, wellKnown.botOwner, wellKnown.invited]
  await applied(script, await planOf(script, identifiers(leavers, { kind: 'remove' })))
  const customers = ['customer1@shoppers.example', 'customer2@shoppers.example', wellKnown.customer]
  const erase = { kind: 'erase', scope: { kind: 'all_bots' } }
  await applied(script, await planOf(script, identifiers(customers, erase)))
  await applied(script, await planOf(script, identifiers(['customer3@shoppers.example', wellKnown.member], erase)))
  const ended = ({ items }: { items: readonly { state: string }[] }) =>
    items.every(({ state }) => state === 'erased' || state === 'failed')
  await until(script, '/api/erasures', ended)
  const planId = await planWithBlockers(script)
  const [user] = await itemsOf<User>(script, '/api/users?q=alice.dixon&limit=1')
  return { planId, jobId, userId: user?.id ?? '' }
}

interface Screenshot {
  readonly name: string
  readonly path: string
  readonly dark?: boolean
  readonly size?: { readonly width: number; readonly height: number }
  readonly scale?: number
  readonly locale?: string
}

interface Signed {
  readonly url: string
  readonly state: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** Signs in once, because each sign-in adds an entry to the audit on the screenshot. */
async function signedIn(browser: Browser, url: string): Promise<Signed> {
  const context = await browser.newContext({ baseURL: url })
  const entered = await context.request.post('/api/session', { data: owner, headers: { origin: url } })
  if (!entered.ok()) throw new Error(`the sign-in returned ${entered.status()}`)
  const state = await context.storageState()
  await context.close()
  return { url, state }
}

async function take(browser: Browser, { url, state }: Signed, screenshot: Screenshot): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    storageState: state,
    viewport: screenshot.size ?? desktop,
    deviceScaleFactor: screenshot.scale ?? 1,
    colorScheme: screenshot.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: screenshot.locale ?? 'en-GB',
    timezoneId: 'UTC',
  })
  const page: Page = await context.newPage()
  await page.goto(screenshot.path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // The stream of events stays open, so "network idle" never occurs: wait until no text contains "Loading".
  await page.waitForTimeout(1000)
  await page.waitForFunction(() => !/\bLoading\b/.test(document.body.innerText))
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(800)
  await page.screenshot({ path: join(folder, `${screenshot.name}.png`), animations: 'disabled', caret: 'hide' })
  process.stdout.write(`docs/images/${screenshot.name}.png\n`)
  await context.close()
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const sandbox = await startSandbox({ users: 2000, limits: null, eraseDelayMs: 500, port: 4010 })
  const backend = await startBackend({ kore: sandbox, env: generous })
  const executablePath = process.env.CHROMIUM_PATH
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  try {
    const script = await signInScript(backend.url)
    await until<{ state: string }>(script, '/api/directory', ({ state }) => state === 'ready', 120)
    const { planId, jobId, userId } = await use(script, sandbox.control)
    const screenshots: readonly Screenshot[] = [
      { name: 'home', path: paths.home() },
      { name: 'users', path: paths.users({ q: 'alice' }) },
      { name: 'user', path: paths.users({ q: 'alice', user: userId }) },
      { name: 'plan', path: paths.plan(planId) },
      { name: 'job', path: paths.job(jobId) },
      { name: 'report', path: paths.job(jobId, { view: 'report' }) },
      { name: 'report-dark', path: paths.job(jobId, { view: 'report' }), dark: true },
      { name: 'erasures', path: paths.erasures() },
      { name: 'audit', path: paths.audit() },
      { name: 'job-tablet', path: paths.job(jobId), size: tablet },
      { name: 'plan-arabic', path: paths.plan(planId), locale: 'ar' },
      { name: 'users-phone', path: paths.users({ q: 'alice' }), size: phone, scale: 2 },
    ]
    const signed = await signedIn(browser, backend.url)
    // In sequence: the machine does nothing else meanwhile.
    for (const screenshot of screenshots) await take(browser, signed, screenshot)
  } finally {
    await browser.close()
    await backend.stop()
    await sandbox.stop()
  }
}

await main()
