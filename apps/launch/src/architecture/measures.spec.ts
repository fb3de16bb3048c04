import { describe, expect, test } from 'vitest'
import { codeFacts } from './code-facts.ts'
import { isBeyond, measures } from './measures.ts'
import { sources, textOf } from './source-tree.ts'

const file = (path: string, text = 'export const one = 1\n') => ({ path, text })
const beyond = (files: readonly { path: string; text: string }[]) =>
  measures(files)
    .filter(isBeyond)
    .map(({ name }) => name)

// Parses every file, which takes a busy machine long.
test('the project is within every bound', { timeout: 120_000 }, () => {
  const files = sources().map((path) => ({ path, text: textOf(path) }))
  expect(files.length).toBeGreaterThan(100)
  expect(beyond(files)).toEqual([])
})

describe('a value beyond its bound is detected', () => {
  test('a folder of 31 files without tests', () => {
    const many = Array.from({ length: 30 }, (_, n) => file(`apps/a/many/f${n}.ts`))
    const folders = Array.from({ length: 9 }, (_, n) => file(`apps/a/f${n}/one.ts`))
    expect(beyond([...many, ...folders, file('apps/a/many/one.spec.ts')])).toEqual([])
    expect(beyond([...many, ...folders, file('apps/a/many/one.ts')])).toEqual(['files a folder, largest'])
  })

  test('nine files a folder', () => {
    expect(beyond(Array.from({ length: 9 }, (_, n) => file(`apps/a/f${n}.ts`)))).toEqual(['files a folder, mean'])
  })

  test('a circle of types', () => {
    const a = file('apps/a/a.ts', "import type { B } from './b.ts'\nexport type A = B\n")
    const b = file('apps/a/b.ts', "import type { A } from './a.ts'\nexport type B = A\n")
    expect(beyond([a, b])).toEqual(['circles: files in one'])
  })

  test('one small file too many that serves one file of its folder, has no spec and no reason in its name', () => {
    const most = measures([]).find(({ name }) => name === 'small files with one importer')?.bound ?? 0
    const parts = (name: string) =>
      Array.from({ length: most + 1 }, (_, n) => [
        file(`apps/a${n}/whole.ts`, `import { one } from './${name}.ts'\n`),
        file(`apps/a${n}/${name}.ts`),
      ]).flat()
    const specs = Array.from({ length: most }, (_, n) =>
      file(`apps/a${n}/part.spec.ts`, "import { one } from './part.ts'\n"),
    )
    expect(beyond(parts('part'))).toEqual(['small files with one importer'])
    expect(beyond([...parts('part'), ...specs])).toEqual([])
    expect(beyond(parts('retry'))).toEqual([])
  })

  test('a third size of buttons, fields or icons, also where the code computes it', () => {
    const screen = (element: string) => file('apps/a/a.tsx', `export function One() {\n  return ${element}\n}\n`)
    const both =
      '<><Button /><SubmitButton size="compact-sm" /><ActionIcon size="sm" /><Select /><Modal size="md" /></>'
    expect(beyond([screen(both)])).toEqual([])
    for (const one of [
      'Button size="xs"',
      'PermittedButton size="md"',
      'NativeSelect size="xs"',
      'CloseButton size={16}',
    ])
      expect(beyond([screen(`<${one} />`)])).toEqual(['third sizes of buttons and fields'])
  })

  test('an any, also in a test', () => {
    expect(beyond([file('apps/a/a.ts'), file('apps/a/a.spec.ts', 'const x: any = 1\n')])).toEqual(['any'])
  })
})

test('casts and functions are counted by the grammar, not by text', () => {
  const text = `// as any
const a = ['x as y'] as const
const b = a as unknown as string
const c = b!
export function longer(): number {

  // a comment
  return [1].map((n) => n)[0] ?? 0
}
`
  expect(codeFacts('a.ts', text)).toEqual({ anys: 0, casts: 2, nonNulls: 1, thirdSizes: 0, functions: [3, 1] })
})
