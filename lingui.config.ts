import { defineConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'
import { createSwcExtractor } from '@lingui/native-tools'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de', 'ar'],
  fallbackLocales: { default: 'en' },
  catalogs: [
    {
      path: '<rootDir>/packages/wording/locales/{locale}',
      include: ['<rootDir>/packages/wording/src', '<rootDir>/apps/web/src'],
      exclude: ['**/*.spec.{ts,tsx}', '**/testing/**'],
    },
  ],
  extractors: [createSwcExtractor()],
  // No line numbers and no date: only a changed text changes a catalogue.
  format: formatter({ lineNumbers: false, customHeaderAttributes: { 'POT-Creation-Date': '2026-11-28 00:00+0000' } }),
  orderBy: 'origin',
})
