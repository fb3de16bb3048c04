import { languages } from '@muster/core/language'
import { foldText } from '@muster/core/text/fold-text'
import { expect, test } from 'vitest'
import { createCatalogues } from './read-catalogue.ts'
import { createTitleSearch } from './read-title-search.ts'

test.each(languages)('the server reads the catalogue of %s', async (language) => {
  const i18n = await createCatalogues()(language)
  expect(i18n.locale).toBe(language)
  const title = i18n._('title.remove', { count: 1234 })
  expect(title).toContain(new Intl.NumberFormat(language).format(1234))
  expect(title).not.toContain('{')
  if (language === 'en') expect(title).toBe('remove 1,234 users')
})

test.each([
  ['Entfernen', 'title.remove'],
  ['aendern', null],
  ['ändern', 'title.change_access'],
  ['andern', 'title.change_access'],
  ['ازالة', 'title.remove'],
  ['مستخدمين', 'count.users'],
  ['plural', null],
  ['count', null],
])('a search for %s finds titles of the code %s', async (word, code) => {
  const [found] = (await createTitleSearch(createCatalogues())(` ${word} `)).words
  expect(found?.text).toBe(foldText(word))
  if (code === null) expect(found?.codes).toEqual([])
  else expect(found?.codes).toContain(code)
})
