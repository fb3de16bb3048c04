// npm run screenshots: pictures of the app as it is, for the documents. Everything on them was done by using it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type SandboxControl, startSandbox, wellKnown } from '@muster/kore-sandbox'
import { paths } from '@muster/web/paths'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { type Script, signInScript, until, untilOver } from './fixtures/api.ts'
import { owner, startBackend } from './fixtures/backend.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'images')
const desktop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
const generous = { KORE_RATE_PER_MINUTE: '6000', KORE_RATE_PER_HOUR: '100000', KORE_QUIESCE_SECONDS: '2' }

interface Named {
  readonly id: string
  readonly name: string
}
interface Person {
  readonly id: string
  readonly email: string
}

async function itemsOf<T>(script: Script, path: string): Promise<readonly T[]> {
  const answer = await script.get(path)
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`)
  // The contracts' own list answers; the app checks them on its way out.
  return ((await answer.json()) as { items: readonly T[] }).items
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
  const { id } = (await made.json()) as Plan
  return until<Plan>(script, `/api/plans/${id}`, ({ state }) => state === 'ready')
}

async function applied(script: Script, { id, hash, confirmation }: Plan): Promise<string> {
  const typed = confirmation.text === undefined ? {} : { confirmation: confirmation.text }
  const answer = await script.send('POST', `/api/plans/${id}/apply`, { hash, ...typed })
  if (answer.status !== 201) throw new Error(`not applied: ${answer.status} ${await answer.text()}`)
  const { jobId } = (await answer.json()) as { jobId: string }
  await untilOver(script, jobId)
  return jobId
}

const identifiers = (emails: readonly string[], change: unknown) => ({
  kind: 'identifiers',
  identifiers: emails.map((value) => ({ by: 'email', value })),
  change,
})

/** A job that meets people changed behind its back, one whom Kore.ai refuses, and one nobody knows. */
async function jobWithFailures(script: Script, control: SandboxControl): Promise<string> {
  const role = { roleId: await idOf(script, 'roles', 'Bot Tester'), botId: await idOf(script, 'bots', 'Billing') }
  const emails = (await itemsOf<Person>(script, '/api/users?q=globex&limit=40')).map(({ email }) => email)
  const [, , moved, movedToo, refused] = emails
  if (moved === undefined || movedToo === undefined || refused === undefined)
    throw new Error('the sandbox has too few people for the pictures')
  const change = { kind: 'update', roles: { mode: 'edit', add: [role], remove: [] } }
  const plan = await planOf(script, identifiers([...emails, 'tess.tpyo@globex.example'], change))
  const users = [moved, movedToo].map((emailId) => ({ userInfo: { emailId }, isDeveloper: true }))
  control.update({ users })
  const body = { errors: [{ msg: 'Bad Request', code: 400 }] }
  control.addFault({ kind: 'status', endpoint: 'update-users', user: refused, status: 400, body })
  const jobId = await applied(script, plan)
  control.clearFaults()
  return jobId
}

/** A plan with people who cannot be done, and one who is so already. */
async function planWithBlockers(script: Script): Promise<string> {
  const role = { roleId: await idOf(script, 'roles', 'Analyst'), botId: await idOf(script, 'bots', 'Cards') }
  const people = await itemsOf<Person>(script, '/api/users?q=initech&limit=24')
  const already = await itemsOf<Person>(script, `/api/users?role=${role.roleId}&bot=${role.botId}&limit=2`)
  const emails = [...already, ...people].map(({ email }) => email)
  const unknown = ['tess.tpyo@initech.example', 'not an address', emails[0] ?? '']
  const change = { kind: 'update', roles: { mode: 'edit', add: [role], remove: [] } }
  return (await planOf(script, identifiers([...emails, ...unknown], change))).id
}

/** Everything the pictures show, done as a person would do it. */
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
  const [person] = await itemsOf<Person>(script, '/api/users?q=alice.dixon&limit=1')
  return { planId, jobId, personId: person?.id ?? '' }
}

interface Picture {
  readonly name: string
  readonly path: string
  readonly dark?: boolean
  readonly size?: { readonly width: number; readonly height: number }
  readonly scale?: number
}

interface Signed {
  readonly url: string
  readonly state: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** Signs in once, so that the audit on the pictures tells of more than sign-ins. */
async function signedIn(browser: Browser, url: string): Promise<Signed> {
  const context = await browser.newContext({ baseURL: url })
  const entered = await context.request.post('/api/session', { data: owner, headers: { origin: url } })
  if (!entered.ok()) throw new Error(`signing in was answered ${entered.status()}`)
  const state = await context.storageState()
  await context.close()
  return { url, state }
}

async function take(browser: Browser, { url, state }: Signed, picture: Picture): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    storageState: state,
    viewport: picture.size ?? desktop,
    deviceScaleFactor: picture.scale ?? 1,
    colorScheme: picture.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  const page: Page = await context.newPage()
  await page.goto(picture.path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // The stream of events stays open, so "network idle" never comes: wait until nothing says that it is loading.
  await page.waitForTimeout(1000)
  await page.waitForFunction(() => !/\bLoading\b/.test(document.body.innerText))
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(800)
  await page.screenshot({ path: join(folder, `${picture.name}.png`), animations: 'disabled', caret: 'hide' })
  process.stdout.write(`docs/images/${picture.name}.png\n`)
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
    const { planId, jobId, personId } = await use(script, sandbox.control)
    const pictures: readonly Picture[] = [
      { name: 'users', path: paths.users({ q: 'alice' }) },
      { name: 'person', path: paths.users({ q: 'alice', user: personId }) },
      { name: 'plan', path: paths.plan(planId) },
      { name: 'job', path: paths.job(jobId) },
      { name: 'report', path: paths.job(jobId, { view: 'report' }) },
      { name: 'report-dark', path: paths.job(jobId, { view: 'report' }), dark: true },
      { name: 'erasures', path: paths.erasures() },
      { name: 'audit', path: paths.audit() },
      { name: 'users-phone', path: paths.users({ q: 'alice' }), size: phone, scale: 2 },
    ]
    const signed = await signedIn(browser, backend.url)
    // One after the other: each is the only thing the machine does.
    for (const picture of pictures) await take(browser, signed, picture)
  } finally {
    await browser.close()
    await backend.stop()
    await sandbox.stop()
  }
}

await main()
