import { namesOf, type Setting } from './setting.ts'
import { settings } from './settings.ts'

const code = (text: string | number | boolean) => `\`${text}\``

function kindOf(setting: Setting): string {
  switch (setting.kind) {
    case 'whole':
      return `${setting.min} to ${setting.max.toLocaleString('en')}`
    case 'flag':
      return '`true` or `false`'
    case 'choice':
      return setting.values.map(code).join(', ')
    case 'secret':
    case 'text':
      return setting.kind
  }
}

const defaultOf = (setting: Setting): string =>
  setting.shownDefault ?? (setting.default === null ? 'none' : code(setting.default))

/** The settings as a Markdown table with aligned columns. */
export function settingsTable(): string {
  const rows = Object.values(settings).map((setting: Setting) => [
    namesOf(setting).map(code).join(', '),
    kindOf(setting),
    defaultOf(setting),
    setting.text,
  ])
  const head = ['setting', 'value', 'default', '']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** The settings table in a document: from its header to the last line that begins like a row. */
export const tableInDocument = /^\| setting .*\n(?:\|.*\n)+/m
