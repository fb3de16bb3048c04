import { expect, test } from 'vitest'
import { mergeCatalogues } from './merge-catalogue.mjs'

const entry = (id: string, translation = '') => `#: a.tsx\nmsgid "${id}"\nmsgstr "${translation}"`
const file = (...entries: readonly string[]) =>
  `${['msgid ""\nmsgstr ""\n"Language: de\\n"', ...entries].join('\n\n')}\n`

test.each([
  [
    'additions on both sides',
    [entry('a')],
    [entry('a'), entry('b')],
    [entry('a'), entry('c')],
    [entry('a'), entry('b'), entry('c')],
  ],
  [
    'a translation and an addition',
    [entry('a')],
    [entry('a', 'A')],
    [entry('a'), entry('c')],
    [entry('a', 'A'), entry('c')],
  ],
  ['a translation on the other side', [entry('a')], [entry('a')], [entry('a', 'A')], [entry('a', 'A')]],
  [
    'removals on either side',
    [entry('a'), entry('b'), entry('c')],
    [entry('b'), entry('c')],
    [entry('a'), entry('b')],
    [entry('b')],
  ],
])('merges %s', (_name, base, ours, theirs, merged) => {
  expect(mergeCatalogues(file(...base), file(...ours), file(...theirs))).toBe(file(...merged))
})

test('distinguishes a message of the source from one with the same text as its ID', () => {
  const explicit = `#. js-lingui-explicit-id\n${entry('a')}`
  expect(mergeCatalogues(file(), file(entry('a')), file(explicit))).toBe(file(entry('a'), explicit))
})
