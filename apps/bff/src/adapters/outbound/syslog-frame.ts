import type { ExportedEntry } from '../../features/notices/ports.ts'

/** Facility 13 (log audit) with severity 5 (notice) or 4 (warning). */
const priority = { notice: 13 * 8 + 5, warning: 13 * 8 + 4 } as const

/** A name in the header: printable ASCII without spaces. */
const headerName = (text: string, most: number) => text.replaceAll(/[^\x21-\x7e]/g, '-').slice(0, most) || '-'

const warns = /refused|failed|given_up|expired/

/** An entry of the audit as a message of RFC 5424: its position as `sequenceId`, its line of the export as the text. */
export function syslogMessage(entry: ExportedEntry, hostname: string): string {
  const severity = warns.test(entry.action) ? 'warning' : 'notice'
  const host = headerName(hostname, 255)
  const id = headerName(entry.action, 32)
  return `<${priority[severity]}>1 ${entry.at} ${host} muster - ${id} [meta sequenceId="${entry.seq}"] ${JSON.stringify(entry.chained)}`
}

/** A frame of RFC 6587 with octet counting, which the text cannot break. */
export function octetCounted(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes])
}
