import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findChromium, findOffice, findPostgres, findStrace } from './programs.mjs'
import { ownEnvironment, run } from './run.mjs'

/** Runs too long for CI, each with the settings that extend it. docs/reliability.md lists what they prove. */
const long = [
  {
    name: 'kills on both stores',
    env: { KILLS: '60' },
    specs: ['apps/bff/src/testing/durability/kill-storm', 'apps/bff/src/testing/durability/process-storm'],
  },
  {
    name: 'seeds of the simulation',
    env: { SIMULATION_SEEDS: '10000' },
    specs: ['apps/bff/src/engine/testing/simulation'],
  },
  {
    name: 'broken files',
    env: { BROKEN_FILES: '50000' },
    specs: ['apps/bff/src/adapters/files/text/broken-bytes'],
  },
  {
    name: 'hostile bodies for every route',
    env: { FUZZ_BODIES: '300' },
    specs: ['apps/bff/src/testing/containment/fuzz'],
  },
  {
    name: 'secrets on both stores',
    env: { CANARY_STORES: 'embedded,PostgreSQL' },
    specs: ['apps/bff/src/testing/containment/canary-crawl'],
  },
  {
    name: 'restarts, freezes, full disks, changed clocks and restored backups',
    env: {},
    specs: [
      ...['database-restart', 'graceful-stop', 'disk-full', 'set-clock', 'restore'].map(
        (spec) => `testing/durability/${spec}`,
      ),
      'doctor/doctor',
      'testing/kore/details-outage',
    ].map((spec) => `apps/bff/src/${spec}`),
  },
  {
    name: 'random plans against the floors, rows of generated files, races of approvals, hostile lines of the log',
    env: {},
    specs: ['storage/guards/guard-call', 'storage/plans/approvals-store', 'logging/create-logger']
      .map((spec) => `apps/bff/src/adapters/${spec}`)
      .concat('apps/bff/src/features/uploads/check/row-totals'),
  },
  {
    name: 'blocks of rows like rows, in generated files',
    env: { UPLOAD_FILES: '10000' },
    specs: ['apps/bff/src/adapters/storage/uploads/blocks-like-rows'],
  },
  {
    name: 'plans of searches over a million users',
    env: { MUSTER_MANY_USERS: '1000000' },
    specs: ['apps/bff/src/adapters/storage/directory/users-plans'],
  },
]

await prepare()
const env = ownEnvironment({
  // Cases and runs that CI has no time for.
  MUSTER_NIGHTLY: '1',
  POSTGRES_BIN: findPostgres(),
  SOFFICE_PATH: findOffice() ?? '',
  STRACE_PATH: findStrace() ?? '',
  CHROMIUM_PATH: (await findChromium()) ?? '',
  MUSTER_NODE: ownNode(),
})
const vitest = at('node_modules', '.bin', 'vitest')
const playwright = at('e2e', 'node_modules', '@playwright', 'test', 'cli.js')
const failed = []

async function attempt(name, args, more = {}) {
  log(`nightly: ${name}`)
  if ((await run(vitest, args, { env: { ...env, ...more } })) !== 0) failed.push(name)
}

for (const { name, env: more, specs } of long) await attempt(name, ['run', '--testTimeout', '3600000', ...specs], more)
await attempt('replicas under kills and freezes; the image and docker compose', [
  'run',
  '--config',
  at('apps', 'launch', 'vitest.nightly.config.ts'),
  '--root',
  at('apps'),
])

log('nightly: mutants of the gates')
if ((await run(ownNode(), [at('apps', 'launch', 'src', 'mutation', 'run-mutants.ts')], { env })) !== 0)
  failed.push('mutants of the gates')

// CI runs the browser tests in English; here every text that is not in the catalogue fails them.
log('nightly: browser tests in the pseudo-locale')
if ((await run(ownNode(), [playwright, 'test'], { env: { ...env, MUSTER_LANGUAGE: 'pseudo' }, cwd: at('e2e') })) !== 0)
  failed.push('browser tests in the pseudo-locale')

log(failed.length === 0 ? 'all nightly runs passed' : `failed: ${failed.join('; ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
