import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const root = join(import.meta.dirname, '../../../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const level = z.int().check(z.minimum(1), z.maximum(3))
const requirement = z.union([
  z.strictObject({ level, tests: z.array(z.string()).check(z.minLength(1)) }),
  z.strictObject({ level, state: z.literal('documented'), where: z.string() }),
  z.strictObject({ level, state: z.enum(['not applicable', 'not done']), why: z.string().check(z.minLength(10)) }),
])
const { requirements } = z
  .strictObject({
    standard: z.literal('OWASP ASVS 5.0.0'),
    requirements: z.record(z.string().check(z.regex(/^V\d+\.\d+\.\d+$/)), requirement),
  })
  .parse(JSON.parse(read('docs/asvs.json')))
const listed = Object.values(requirements)

test('docs/asvs.json covers every requirement of the levels 1 and 2', () => {
  const of = (one: number) => listed.filter(({ level: given }) => given === one).length
  expect([of(1), of(2)]).toEqual([70, 183])
})

test('every test that docs/asvs.json names exists', () => {
  const named = [...new Set(listed.flatMap((one) => ('tests' in one ? one.tests : [])))]
  expect(named.length).toBeGreaterThan(60)
  const missing = named.filter((name) => {
    const [file = '', title = ''] = name.split(' › ')
    const text = read(file)
    return ![`'${title.replaceAll("'", String.raw`\'`)}'`, `"${title}"`, `\`${title}\``].some((one) =>
      text.includes(one),
    )
  })
  expect(missing).toEqual([])
})

test('every part of the documentation that docs/asvs.json names exists', () => {
  const anchor = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-')
  const missing = listed.filter((one) => {
    if (!('where' in one)) return false
    const [file = '', part = ''] = one.where.split('#')
    return ![...read(file).matchAll(/^#+ (.*)$/gm)].some(([, heading = '']) => anchor(heading) === part)
  })
  expect(missing).toEqual([])
})
