// Changes each gate in many wrong ways, one at a time and in memory only, and requires that a test of it fails.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVitest, type Vitest } from 'vitest/node'
import { type Mutant, mutantsOf } from './mutants.ts'

const root = join(import.meta.dirname, '../../../..')
const core = 'packages/core/src'
const bff = 'apps/bff/src'
const directory = `${bff}/adapters/storage/directory`

interface Gate {
  readonly file: string
  /** The quick ones first: the others run only for a mutant that these do not notice. */
  readonly specs: readonly string[]
}

const policy = (name: string, ...more: readonly string[]): Gate => ({
  file: `${core}/policy/${name}.ts`,
  specs: [`${core}/policy/${name}.spec.ts`, ...more],
})

/** What decides who may do what, each with the specs that must notice a change. */
const gates: readonly Gate[] = [
  {
    file: `${core}/permission.ts`,
    specs: [`${core}/permission.spec.ts`, `${bff}/http/authorization.spec.ts`],
  },
  policy('approval'),
  policy('floors'),
  policy('plan-needs', `${core}/policy/admin-groups.spec.ts`),
  policy('scope'),
  policy('volume'),
  policy('admin-groups'),
  policy('step-up', `${bff}/http/step-up.spec.ts`),
  { file: `${bff}/http/session/step-up.ts`, specs: [`${bff}/http/session/step-up.spec.ts`] },
  { file: `${bff}/http/request/csrf.ts`, specs: [`${bff}/http/request/csrf.spec.ts`] },
  { file: `${bff}/http/handle-route.ts`, specs: [`${bff}/http/handle-route.spec.ts`] },
  {
    file: `${bff}/features/plans/plan-guards.ts`,
    specs: ['plan-guards', 'apply-plan'].map((name) => `${bff}/features/plans/${name}.spec.ts`),
  },
  {
    file: `${bff}/features/events/open-stream.ts`,
    specs: ['open-stream', 'event-rules', 'events'].map((name) => `${bff}/features/events/${name}.spec.ts`),
  },
  { file: `${bff}/features/events/event-access.ts`, specs: [`${bff}/features/events/event-rules.spec.ts`] },
  { file: `${directory}/users-within.ts`, specs: [`${directory}/users-within.spec.ts`] },
]

/** The file that the next run sees changed. */
const mutated: { path: string; text: string } = { path: '', text: '' }

const startVitest = (specs: readonly string[]): Promise<Vitest> =>
  createVitest(
    'test',
    {
      root,
      config: false,
      watch: false,
      include: [...specs],
      reporters: [{}],
      bail: 1,
      // A mutant must not outlive its run.
      fsModuleCache: false,
      testTimeout: 60_000,
      hookTimeout: 240_000,
      execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
    },
    {
      plugins: [
        {
          name: 'muster-mutant',
          enforce: 'pre',
          load: (id) => (id.split('?')[0] === mutated.path ? mutated.text : null),
        },
      ],
    },
  )

/** Whether the specs pass with the file as it is now. The first that fails decides. */
async function passes(vitest: Vitest, specs: Gate['specs']): Promise<boolean> {
  vitest.invalidateFile(mutated.path)
  for (const spec of specs) {
    vitest.state.clearErrors()
    const found = await vitest.globTestSpecifications([join(root, spec)])
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(found, false)
    if (unhandledErrors.length > 0 || testModules.length === 0 || !testModules.every((one) => one.ok())) return false
  }
  return true
}

async function survivorsOf({
  file,
  specs,
}: Gate): Promise<{ readonly mutants: number; readonly left: readonly Mutant[] }> {
  mutated.path = join(root, file)
  mutated.text = readFileSync(mutated.path, 'utf8')
  const mutants = mutantsOf(file, mutated.text)
  const vitest = await startVitest(specs)
  try {
    if (!(await passes(vitest, specs))) throw new Error(`the specs of ${file} fail without a mutant`)
    const left: Mutant[] = []
    for (const mutant of mutants) {
      mutated.text = mutant.text
      if (await passes(vitest, specs)) left.push(mutant)
    }
    return { mutants: mutants.length, left }
  } finally {
    await vitest.close()
  }
}

const chosen = process.argv.slice(2)
let total = 0
let survived = 0
for (const gate of gates.filter(({ file }) => chosen.length === 0 || chosen.some((one) => file.includes(one)))) {
  const since = performance.now()
  const { mutants, left } = await survivorsOf(gate)
  total += mutants
  survived += left.length
  const seconds = Math.round((performance.now() - since) / 1000)
  process.stdout.write(`${gate.file}: ${mutants - left.length} of ${mutants} killed, ${seconds} s\n`)
  for (const { line, change } of left) process.stdout.write(`  survived, line ${line}: ${change}\n`)
}
const score = total === 0 ? 0 : (100 * (total - survived)) / total
process.stdout.write(`${total - survived} of ${total} mutants killed: ${score.toFixed(1)} %, at least 85 %\n`)
process.exitCode = score >= 85 ? 0 : 1
