import { describe, expect, it } from 'vitest'
import { circlesOf, loadedBy } from './circles.ts'
import { looseClasses } from './css-classes.ts'
import { breaks, rules, sliceOf, testOnly } from './import-rules.ts'
import { physicalDeclarations } from './physical-css.ts'
import { codeLines, importsIn, projectFiles, sources, styleSheets, textOf } from './source-tree.ts'

const files = sources()
const isTest = (file: string) =>
  /\.(spec|nightly|contract|e2e)\.tsx?$/.test(file) || /\/(testing|fixtures)\//.test(file)

describe('import rules', () => {
  const imports = files.flatMap((path) => importsIn({ path, text: textOf(path) }))

  it('sees the files and their imports', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(300)
  })

  for (const rule of rules) {
    it(rule.name, () => {
      const seen = files.filter((file) => rule.from.test(file))
      expect(seen.length, `no file matches ${rule.from}`).toBeGreaterThan(0)
      const broken = imports.filter((found) => breaks(rule, found)).map((found) => `${found.from} → ${found.to}`)
      expect(broken).toEqual([])
    })
  }

  it('cover every file of the product', () => {
    const product = files.filter((file) => file.includes('/src/') && !testOnly.test(file))
    expect(product.filter((file) => !rules.some(({ from }) => from.test(file)))).toEqual([])
  })

  it('lets no feature import another', () => {
    const slices = new Set(files.map(sliceOf).filter((slice) => slice !== undefined))
    expect(slices.size).toBeGreaterThan(10)
    const across = imports.filter(
      (found) =>
        sliceOf(found.from) !== undefined &&
        sliceOf(found.to) !== undefined &&
        sliceOf(found.from) !== sliceOf(found.to),
    )
    expect(across.filter((found) => !isTest(found.from)).map((found) => `${found.from} → ${found.to}`)).toEqual([])
  })

  it('would detect a broken rule', () => {
    const planted = { from: 'packages/core/src/plan/plan.ts', to: 'node:fs', typeOnly: false }
    expect(rules.some((rule) => breaks(rule, planted))).toBe(true)
    const config = { from: 'apps/bff/src/config/config.ts', to: 'apps/bff/src/compose/compose', typeOnly: true }
    expect(rules.some((rule) => breaks(rule, config))).toBe(true)
    const reader = {
      from: 'apps/bff/src/adapters/files/file-reader.ts',
      to: 'apps/bff/src/adapters/storage/open-storage',
      typeOnly: false,
    }
    expect(rules.some((rule) => breaks(rule, reader))).toBe(true)
    const wire = { from: 'apps/web/src/features/users/queries.ts', to: 'packages/kore-api/src/reason', typeOnly: false }
    expect(rules.some((rule) => breaks(rule, wire))).toBe(true)
  })

  it('would detect an import of a higher layer of the engine', () => {
    const engine = 'apps/bff/src/engine'
    const arrow = (from: string, to: string) => {
      const found = { from: `${engine}/${from}`, to: `${engine}/${to}`, typeOnly: true }
      return rules.filter((rule) => breaks(rule, found)).map(({ name }) => name)
    }
    expect(arrow('decide/item-outcome.ts', 'context/run-context.ts')).toEqual(['engine, decide: core, wording'])
    expect(arrow('verify/reconcile.ts', 'send/call-kore.ts')).toEqual([
      'engine, verify: core, wording, context, decide',
    ])
    expect(arrow('ports.ts', 'run/run-job.ts')).toEqual(['engine, base: core'])
    expect(arrow('ports.ts', '../../../../packages/contracts/src/jobs')).not.toEqual([])
    expect(arrow('run/run-job.ts', 'decide/item-outcome.ts')).toEqual([])
  })

  it('has circles: none', () => {
    expect(circlesOf(imports)).toEqual([])
  })

  it('would detect a circle, of types alone and over several files', () => {
    const planted = [
      { from: 'packages/core/src/a.ts', to: 'packages/core/src/b.ts', typeOnly: true },
      { from: 'packages/core/src/b.ts', to: 'packages/core/src/c', typeOnly: true },
      { from: 'packages/core/src/c.ts', to: 'packages/core/src/a.ts', typeOnly: true },
      { from: 'packages/core/src/d.ts', to: 'packages/core/src/a.ts', typeOnly: false },
      { from: 'packages/core/src/c.ts', to: 'packages/core/src/e.ts', typeOnly: false },
    ]
    const circle = ['packages/core/src/a', 'packages/core/src/b', 'packages/core/src/c']
    expect(circlesOf(planted)).toEqual(circle)
    expect(circlesOf([...imports, ...planted])).toEqual(circle)
    expect(circlesOf(planted.slice(1))).toEqual([])
  })

  it('loads no schemas where a file is read and where rows are checked: each upload would wait for them', () => {
    const schemas = (program: string) =>
      loadedBy(imports, `apps/bff/src/${program}`).filter((name) => /^(packages\/contracts\/|zod)/.test(name))
    expect(schemas('adapters/files/file-process-main.ts')).toEqual([])
    expect(schemas('adapters/files/check-thread-main.ts')).toEqual([])
    expect(schemas('main.ts')).toContain('zod/mini')
  })

  it('reads the environment in the configuration only', () => {
    const readers = files.filter(
      (file) => /^(apps|packages)\/[a-z-]+\/src\//.test(file) && textOf(file).includes('process.env'),
    )
    const elsewhere = readers.filter(
      (file) => !isTest(file) && !/\/(main|config)\.ts$/.test(file) && !/^apps\/(launch|bench)\//.test(file),
    )
    expect(elsewhere).toEqual([])
    expect(readers.length).toBeGreaterThan(0)
  })
})

describe('names and budgets', () => {
  it('names every file and folder in kebab-case', () => {
    const odd = files.filter(
      (file) => !file.split('/').every((part) => /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(part)),
    )
    expect(odd).toEqual([])
  })

  it('has no catch-all files', () => {
    expect(
      files.filter((file) => /\/(utils?|helpers?|misc|common|shared|manager|barrel|index)(\/|\.tsx?$)/.test(file)),
    ).toEqual([])
  })

  it.each([
    ['undo', 'packages/core', 'apps/bff/src/adapters/storage/jobs', 'apps/web/src/features/uploads'],
    ['duplicate', 'apps/bff/src/features/uploads', 'apps/bff/src/adapters/storage/uploads'],
    ['validate', 'apps/bff/src/features/uploads', 'apps/web/src/features/uploads'],
    ['preview', 'apps/bff/src/features/directory'],
    ['dismiss', 'apps/bff/src/features/jobs', 'apps/bff/src/adapters/storage/jobs', 'apps/web/src/features/jobs'],
    ['csrf', 'apps/bff/src/http'],
    ['injection', 'packages/core'],
    ['cache', 'apps/bff/src/engine', 'apps/bff/src/adapters/storage/uploads'],
    ['mutex', 'apps/bff/src/engine'],
    ['concurrency', 'apps/bff/src/engine', 'apps/bff/src/features/session'],
    ['retry', 'apps/bff/src/adapters/kore', 'apps/bff/src/adapters/storage/jobs', 'apps/web/src/features/jobs'],
    ['limiter', 'apps/bff/src/adapters/kore', 'apps/kore-sandbox'],
    ['lease', 'apps/bff/src/engine', 'apps/bff/src/adapters/storage/jobs'],
    ['migration', 'apps/bff/src/adapters/storage'],
    ['search', 'packages/core', 'apps/bff/src/adapters/storage/directory', 'apps/web/src/features/users'],
    ['import', 'apps/bff/src/features/directory'],
    ['export', 'apps/bff/src/features/audit', 'apps/bff/src/features/uploads'],
    [
      'audit',
      'packages/core',
      'packages/contracts',
      'apps/bff/src/features',
      'apps/bff/src/adapters',
      'apps/web/src/features',
    ],
    ['session', 'packages/contracts', 'apps/bff/src/features', 'apps/bff/src/adapters', 'apps/web/src/features'],
  ])('has a file named %s in each layer that has the thing', (noun, ...layers) => {
    const named = files.filter((file) => !isTest(file) && new RegExp(`[/-]${noun}s?[-.][^/]*$`).test(file))
    expect(layers.filter((layer) => !named.some((file) => file.startsWith(`${layer}/`)))).toEqual([])
  })

  it('keeps files under 300 lines, tests under 500', () => {
    const long = files
      .map((file) => ({ file, lines: codeLines(textOf(file)) }))
      .filter(({ file, lines }) => lines > (isTest(file) ? 500 : 300))
    expect(long).toEqual([])
  })

  it('keeps the median file under 80 lines', () => {
    const lines = files
      .filter((file) => !isTest(file))
      .map((file) => codeLines(textOf(file)))
      .toSorted((a, b) => a - b)
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(80)
  })

  it('contains no suppression and no leftover note', () => {
    const smell =
      /@ts-(ignore|expect-error|nocheck)|\b(it|test|describe)\.(skip|only|todo)\b|\b(TODO|FIXME|XXX|HACK)\b|console\.log\(/
    const self = /^apps\/launch\/src\/architecture\/architecture\.spec\.ts$/
    expect(files.filter((file) => !self.test(file) && smell.test(textOf(file)))).toEqual([])
  })

  it('has one pattern for forms', () => {
    const screens = files.filter((file) => /^apps\/web\/src\/.*(?<!\.spec)\.tsx$/.test(file))
    const those = (pattern: RegExp) => screens.filter((file) => pattern.test(textOf(file)))
    expect(those(/<form\b/)).toEqual(['apps/web/src/ui/form/form.tsx'])
    const forms = those(/<Form\b/)
    expect(forms.length).toBeGreaterThan(20)
    expect(forms.filter((file) => !/\buseZodForm[(<]/.test(textOf(file)))).toEqual([])
  })

  it('uses start and end, not left and right', () => {
    const planted = ['  left: 0;', '  margin-right: 4px;', '  text-align: left;', '  padding: 1px 2px 1px 3px;']
    expect(physicalDeclarations(planted.join('\n'))).toEqual(planted)
    expect(physicalDeclarations('  padding: 1px 2px 3px 2px;\n  inset-inline-start: 0;\n  text-align: start;')).toEqual(
      [],
    )
    expect(styleSheets().length).toBeGreaterThan(20)
    const physical = styleSheets().flatMap((file) =>
      physicalDeclarations(textOf(file)).map((line) => `${file}: ${line}`),
    )
    expect(physical).toEqual([])
  })

  it('uses each class of a style sheet, and declares each class that it uses', () => {
    const read = (paths: readonly string[]) => paths.map((path) => ({ path, text: textOf(path) }))
    const screen = { path: 'a/screen.tsx', text: "import classes from './b.module.css'\nclasses.used classes.missing" }
    const sheet = { path: 'a/b.module.css', text: '.used > .unused {\n  margin: 0;\n}\n/* .never */' }
    expect(looseClasses([sheet], [screen])).toEqual(['a/b.module.css: unused', 'a/b.module.css: missing'])
    expect(looseClasses(read(styleSheets()), read(files))).toEqual([])
  })

  it('lists each decision in the index, under its title', () => {
    const folder = 'docs/decisions/'
    const decisions = projectFiles().filter((file) => file.startsWith(folder) && /\/\d{4}-/.test(file))
    expect(decisions.length).toBeGreaterThan(50)
    const line = (file: string) => `- [${textOf(file).split('\n')[0]?.replace('# ', '')}](${file.slice(folder.length)})`
    const listed = textOf(`${folder}README.md`).match(/^- .*/gm)
    expect(listed?.toSorted()).toEqual(decisions.map(line).toSorted())
  })

  it('has known files only at the top level', () => {
    const top = new Set(projectFiles().map((file) => file.split('/')[0] ?? ''))
    const known = new Set([
      'apps',
      'packages',
      'e2e',
      'docs',
      'package.json',
      'pnpm-workspace.yaml',
      'pnpm-lock.yaml',
      'tsconfig.base.json',
      'docker-compose.yml',
      'Dockerfile',
      '.dockerignore',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'biome.json',
      '.oxlintrc.json',
      'knip.json',
      'lingui.config.ts',
      '.gitattributes',
      'vitest.config.ts',
      '.gitignore',
      '.ci',
      '.github',
    ])
    expect([...top].filter((name) => !known.has(name))).toEqual([])
    expect(top.has('apps')).toBe(true)
  })
})
