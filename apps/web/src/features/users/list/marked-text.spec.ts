import { expect, test } from 'vitest'
import { markedParts, searchedWords } from './marked-text.tsx'

const marked = (text: string, q: string) =>
  markedParts(text, searchedWords(q))
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('')

test.each([
  ['ana', 'Ana Souza', '[Ana] Souza'],
  ['souza ana', 'Ana Souza', '[Ana] [Souza]'],
  ['ouz', 'Ana Souza', 'Ana S[ouz]a'],
  ['an', 'Ana Juan', '[An]a Juan'],
  ['acme', 'ana@acme.example', 'ana@[acme].example'],
  ['group:Ana', 'Ana', 'Ana'],
  ['', 'Ana', 'Ana'],
  ['ana nas', 'ananas', '[ananas]'],
  ['i', 'İnci', '[İ]nci'],
  ['muller', 'Anna Müller', 'Anna [Müller]'],
  ['MÜLLER', 'Anna Muller', 'Anna [Muller]'],
  ['lodz', 'Łódź', '[Łódź]'],
  ['isik', 'Işık', '[Işık]'],
  ['strasse', 'Straße', '[Straße]'],
  ['zoe', 'Zoe\u0308 Ana', '[Zoe\u0308] Ana'],
  ['李', '李小', '[李]小'],
])('"%s" is marked in "%s"', (q, text, expected) => {
  expect(marked(text, q)).toBe(expected)
})
