import { expect, test } from 'vitest'
import { hardCodedStrings } from './hard-coded-strings.mjs'

const found = (source: string) => hardCodedStrings('planted.tsx', source).map(({ text }) => text)

test.each([
  ['text of an element', 'const A = () => <p>hello</p>', ['hello']],
  ['a text prop', 'const A = () => <Input aria-label="search" />', ['search']],
  ['a text prop by condition', "const A = () => <Input title={on ? 'off now' : `on ${n}`} />", ['off now', 'on …']],
  ['a condition in an element', "const A = () => <p>{on ? 'yes' : null}</p>", ['yes']],
  ['a property that is a label', "const A = () => ({ label: 'name' })", ['name']],
  ['a sentence in a function', 'const words = (n: number) => `Held: ${n} jobs.`', ['Held: … jobs.']],
  ['a word in a table', "const words = { on: 'Running' }", ['Running']],
  ['a prop inside of Trans', 'const A = () => <Trans>Read <a title="more">it</a></Trans>', ['more']],
  ['a macro before the catalogue is loaded', 'const words = t`Running`', ['t at the top level of a module']],
])('finds %s', (_name, source, texts) => {
  expect(found(source)).toEqual(texts)
})

test.each([
  ['texts in the catalogue', 'const A = () => <p title={t`Hello`}><Trans>Hello <b>you</b></Trans></p>'],
  ['a plural', 'const A = () => <Plural value={n} one="# user" other="# users" />'],
  ['a macro of descriptors', 'const words = { on: msg`Running` }'],
  ['a message without a macro', "const f = (i18n: I18n) => i18n._('Remove {count} users', { count: 1 })"],
  ['a marked descriptor', "const a = /*i18n*/ { id: 'Remove users' }"],
  [
    'modules, types, keys and comparisons',
    "import a from 'Some where'\ntype B = 'Not this'\nconst c = x === 'Enter now'",
  ],
  ['errors of programs', "const f = () => { throw new Error('No row came back') }"],
  ['class names and ids', 'const A = () => <p className="one two" id="Main" />'],
  ['names that have no translation', 'const A = () => <p>Muster</p>'],
  [
    'marked texts',
    "// untranslated: a style\nconst a = 'Inter Variable'\nconst B = () => <b data-untranslated>Deutsch</b>",
  ],
])('ignores %s', (_name, source) => {
  expect(found(source)).toEqual([])
})
