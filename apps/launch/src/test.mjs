import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runGates } from './check.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findChromium, findOffice, findPostgres, findStrace } from './programs.mjs'
import { ownEnvironment, run } from './run.mjs'
import { say } from './say.mjs'

/** Counts from a JSON report; a report that is missing or empty is a failure of its own. */
function countVitest(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  // A file that cannot even be loaded has no failed test of its own, and is a failure all the same.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((one) => one.status !== 'failed'),
  ).length
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken }
}

function countPlaywright(file) {
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'))
  if (stats.flaky > 0) say(`${stats.flaky} browser tests passed only at the second try; they are named above`)
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }
}

function safely(count, file, exitCode) {
  try {
    const counts = count(file)
    const nothing = counts.passed + counts.failed === 0
    const silent = exitCode !== 0 && counts.failed === 0
    return nothing || silent ? { ...counts, failed: counts.failed + 1 } : counts
  } catch (error) {
    say(`no report to count: ${error instanceof Error ? error.message : String(error)}`)
    return { passed: 0, failed: 1 }
  }
}

async function unitTests(folder) {
  say('unit, property, contract and storage tests')
  const file = join(folder, 'vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const office = findOffice()
  if (office === undefined) say('no LibreOffice: what it makes of our tables is not tested')
  const strace = findStrace()
  if (strace === undefined)
    say('no strace, or it may not trace: what reading a hostile file asks of the system is not tested')
  const env = ownEnvironment({
    POSTGRES_BIN: findPostgres(),
    ...(office === undefined ? {} : { SOFFICE_PATH: office }),
    STRACE_PATH: strace ?? '',
  })
  return safely(countVitest, file, await run(at('node_modules', '.bin', 'vitest'), args, { env }))
}

async function browserTests(folder) {
  const chromium = await findChromium()
  say(`browser tests with ${chromium ?? "Playwright's Chromium"}`)
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
  if (failed.length > 0) say(`checks that failed: ${failed.join(', ')}`)
  return { passed: passed.length, failed: failed.length }
}

async function test() {
  await prepare()
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  const results = [await gateTests(), await unitTests(folder), await browserTests(folder)]
  rmSync(folder, { recursive: true, force: true })
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`)
  process.exitCode = sum('failed') === 0 ? 0 : 1
}

await test()
