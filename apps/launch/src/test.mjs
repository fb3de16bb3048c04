import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { runGates } from './check.mjs'
import { log } from './log.mjs'
import { at, root } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findChromium, findOffice, findPostgres, findStrace } from './programs.mjs'
import { ownEnvironment, run } from './run.mjs'

/** Memory for the temporary files of a run, and for its processes. */
const roomInMemory = 10 * 1024 ** 3

/**
 * The folder of all temporary files of a run, in memory where there is room: a store has over a thousand files, and syncs
 * each commit. No test takes a disk's power away.
 */
function temporaryFolder() {
  const memory = '/dev/shm'
  const free = existsSync(memory) ? statfsSync(memory) : { bavail: 0, bsize: 0 }
  const hasRoom = Math.min(free.bavail * free.bsize, freemem()) >= roomInMemory
  const folder = mkdtempSync(join(hasRoom ? memory : tmpdir(), 'muster-test-'))
  // PostgreSQL runs as another user and passes through it.
  chmodSync(folder, 0o711)
  process.env.TMPDIR = folder
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  process.once('exit', remove)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
  return folder
}

/** The first line of a failure, for the summary. */
const firstLine = (text) =>
  stripVTControlCharacters(text ?? '')
    .split('\n')[0]
    .slice(0, 200)

/** Counts and failures of a JSON report; a missing or empty report is a failure of its own. */
function countVitest(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const names = report.testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed')
    const broken = failed.length === 0 && message ? [`${relative(root, name)}: ${firstLine(message)}`] : []
    return [
      ...broken,
      ...failed.map((one) => `${relative(root, name)} › ${one.fullName}: ${firstLine(one.failureMessages[0])}`),
    ]
  })
  // A file that cannot be loaded has no failed test, and is a failure too.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((one) => one.status !== 'failed'),
  ).length
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken, names }
}

/** The titles of failed browser tests of a suite and its nested suites. */
function failedTitles(suite) {
  const specs = (suite.specs ?? []).filter((spec) => !spec.ok)
  return [
    ...specs.map((spec) => {
      const error = spec.tests.flatMap(({ results }) => results).find((one) => one.error !== undefined)?.error
      return `${suite.file} › ${spec.title}: ${firstLine(error?.message)}`
    }),
    ...(suite.suites ?? []).flatMap(failedTitles),
  ]
}

function countPlaywright(file) {
  const { stats, errors, suites } = JSON.parse(readFileSync(file, 'utf8'))
  if (stats.flaky > 0) log(`${stats.flaky} browser tests passed only when retried; they are named above`)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    names: [...errors.map(({ message }) => firstLine(message)), ...suites.flatMap(failedTitles)],
  }
}

function safely(count, file, exitCode) {
  try {
    const counts = count(file)
    const nothing = counts.passed + counts.failed === 0
    const silent = exitCode !== 0 && counts.failed === 0
    if (!nothing && !silent) return counts
    const name = nothing ? 'no test ran' : 'an error outside of any test, printed above'
    return { ...counts, failed: counts.failed + 1, names: [...counts.names, name] }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { passed: 0, failed: 1, names: [`no report to count: ${reason}`] }
  }
}

async function unitTests(folder) {
  log('unit, property, contract and storage tests')
  const file = join(folder, 'vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const office = findOffice()
  if (office === undefined) log('no LibreOffice: the tests of files opened in it are skipped')
  const strace = findStrace()
  if (strace === undefined)
    log('no strace, or tracing is not permitted: the tests of the system calls of file reads are skipped')
  const env = ownEnvironment({
    POSTGRES_BIN: findPostgres(),
    ...(office === undefined ? {} : { SOFFICE_PATH: office }),
    STRACE_PATH: strace ?? '',
  })
  return safely(countVitest, file, await run(at('node_modules', '.bin', 'vitest'), args, { env }))
}

async function browserTests(folder) {
  const chromium = await findChromium()
  log(`browser tests with ${chromium ?? "Playwright's Chromium"}`)
  const file = join(folder, 'playwright.json')
  const env = ownEnvironment({
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    MUSTER_NODE: ownNode(),
    ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
  })
  const cli = at('e2e', 'node_modules', '@playwright', 'test', 'cli.js')
  return safely(
    countPlaywright,
    file,
    await run(ownNode(), [cli, 'test', '--reporter=list,json'], { env, cwd: at('e2e') }),
  )
}

async function gateTests() {
  const { passed, failed } = await runGates()
  return { passed: passed.length, failed: failed.length, names: failed.map((name) => `check: ${name}`) }
}

async function test() {
  await prepare()
  const folder = temporaryFolder()
  const results = [await gateTests(), await unitTests(folder), await browserTests(folder)]
  for (const name of results.flatMap(({ names }) => names)) log(`failed: ${name}`)
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`)
  process.exitCode = sum('failed') === 0 ? 0 : 1
}

await test()
