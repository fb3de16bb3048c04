import { readdirSync } from 'node:fs'
import { linguiArgs } from './i18n.mjs'
import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { run } from './run.mjs'

function projects() {
  const below = (folder) => readdirSync(at(folder)).map((name) => `${folder}/${name}`)
  return [...below('packages'), ...below('apps'), 'e2e']
    .flatMap((folder) =>
      readdirSync(at(folder))
        .filter((name) => /^tsconfig(\..+)?\.json$/.test(name))
        .map((name) => `${folder}/${name}`),
    )
    .toSorted((a, b) => a.localeCompare(b))
}

const bin = (name) => at('node_modules', '.bin', name)

/** Its services are ordered for readers, and its ports are in double quotes; the rule requires another order and single quotes. */
const composeRules = [
  'service-keys-order',
  'services-alphabetical-order',
  'top-level-properties-order',
  'require-quotes-in-ports',
].flatMap((rule) => ['--disable-rule', rule])

/** The gates, fastest first. Each counts as one test. */
export function gates() {
  return [
    { name: 'format', command: bin('biome'), args: ['ci', '.'] },
    { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
    ...projects().map((project) => ({
      name: `types of ${project}`,
      command: bin('tsc'),
      args: ['--noEmit', '-p', project],
    })),
    { name: 'catalogues', command: ownNode(), args: linguiArgs('check', 'sync', '--clean', '--overwrite') },
    { name: 'translations', command: ownNode(), args: linguiArgs('check', 'missing', '--mode', 'catalog') },
    {
      name: 'terms of the translations',
      command: ownNode(),
      args: [at('apps', 'launch', 'src', 'check-terms.mjs')],
    },
    {
      name: 'strings outside the catalogue',
      command: ownNode(),
      args: [at('apps', 'launch', 'src', 'check-strings.mjs')],
    },
    { name: 'retired words', command: ownNode(), args: [at('apps', 'launch', 'src', 'check-words.mjs')] },
    {
      name: 'supply chain',
      command: ownNode(),
      args: [at('apps', 'launch', 'src', 'check-supply-chain.mjs')],
    },
    { name: 'dead code', command: bin('knip'), args: [] },
    {
      name: 'docker-compose',
      command: bin('dclint'),
      args: [...composeRules, '--max-warnings', '0', 'docker-compose.yml'],
    },
  ]
}

/** Runs every gate, even after one failed, and returns the names of those that passed and failed. */
export async function runGates() {
  const passed = []
  const failed = []
  for (const gate of gates()) {
    log(`check: ${gate.name}`)
    const code = await run(gate.command, gate.args, { quiet: true })
    ;(code === 0 ? passed : failed).push(gate.name)
  }
  return { passed, failed }
}

/** `npm run check`: the gates, then the measures, then the boundaries, which are a test of their own. */
async function check() {
  // One of the measures is the size of the built app.
  await prepare()
  const { passed, failed } = await runGates()
  log('check: measures')
  const measured = await run(ownNode(), [at('apps/launch/src/architecture/print-measures.ts')], { quiet: true })
  ;(measured === 0 ? passed : failed).push('measures')
  log('check: boundaries')
  const code = await run(bin('vitest'), ['run', '--project', 'alone', 'apps/launch/src'], { quiet: true })
  ;(code === 0 ? passed : failed).push('boundaries')
  log(failed.length === 0 ? `${passed.length} checks passed` : `${failed.length} checks failed: ${failed.join(', ')}`)
  process.exitCode = failed.length === 0 ? 0 : 1
}

if (import.meta.filename === process.argv[1]) await check()
