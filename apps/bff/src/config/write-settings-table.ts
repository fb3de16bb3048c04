import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingsTable, tableInDocument } from './settings-table.ts'

const document = join(import.meta.dirname, '../../../../docs/operations.md')
const text = readFileSync(document, 'utf8')
if (!tableInDocument.test(text)) throw new Error(`${document} has no table that begins with "setting"`)
writeFileSync(
  document,
  text.replace(tableInDocument, () => `${settingsTable()}\n`),
)
