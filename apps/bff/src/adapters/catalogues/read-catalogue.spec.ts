import { languages } from '@muster/core/language'
import { expect, test } from 'vitest'
import { createCatalogues } from './read-catalogue.ts'

test.each(languages)('the server reads the catalogue of %s', async (language) => {
  const i18n = await createCatalogues()(language)
  expect(i18n.locale).toBe(language)
  const title = i18n._('title.remove', { count: 1234 })
  expect(title).toContain(new Intl.NumberFormat(language).format(1234))
  expect(title).not.toContain('{')
  if (language === 'en') expect(title).toBe('remove 1,234 users')
})
