import { Readable } from 'node:stream'
import type { I18n } from '@lingui/core'
import { type Language, sourceLanguage } from '@muster/core/language'
import { message } from '@muster/wording/message'
import { keptText } from '@muster/wording/message-text'
import type { AuditLog } from '../../audit-log.ts'
import { csvStream } from '../../http/response/csv-stream.ts'
import { witnessed } from '../../http/response/witnessed.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { AuditFilter, AuditStore, ExportedEntry } from './ports.ts'

export interface ExportDeps {
  readonly audit: AuditStore
  readonly auditLog: AuditLog
  readonly catalogue: (language: Language) => Promise<I18n>
}

const columns = [
  'entry',
  'time',
  'action',
  'actor',
  'token',
  'address',
  'session',
  'userId',
  'user',
  'jobId',
  'outcome',
  'sentence',
  'code',
  'facts',
  'hash',
] as const

/** The audit as a table, with the sentences in the member's language. The audit records the export. */
export async function exportCsv(deps: ExportDeps, filter: AuditFilter, actor: Actor): Promise<Readable> {
  const i18n = await deps.catalogue(actor.language ?? sourceLanguage)
  async function* rows() {
    yield [columns]
    for await (const entries of deps.audit.exported(filter)) yield entries.map((entry) => cellsOf(i18n, entry))
  }
  return recorded(deps, csvStream(rows()), { actor, format: 'CSV' })
}

function cellsOf(i18n: I18n, entry: ExportedEntry): readonly string[] {
  const { sentenceMessage: code } = entry
  return [
    String(entry.seq),
    entry.at,
    entry.action,
    entry.actor,
    entry.token ?? '',
    entry.address ?? '',
    entry.session ?? '',
    entry.subject?.userId ?? '',
    entry.subject?.label ?? '',
    entry.jobId ?? '',
    entry.outcome ?? '',
    keptText(i18n, code, entry.sentence),
    code?.code ?? '',
    code == null ? '' : JSON.stringify(code.facts),
    entry.hash,
  ]
}

/** The audit as JSON Lines: each line verifies with the one before it. The audit records the export. */
export function exportJsonLines(deps: ExportDeps, filter: AuditFilter, actor: Actor): Readable {
  async function* lines() {
    for await (const entries of deps.audit.exported(filter))
      yield entries.map(({ chained }) => `${JSON.stringify(chained)}\n`).join('')
  }
  return recorded(deps, lines(), { actor, format: 'JSON Lines' })
}

function recorded(
  { auditLog }: ExportDeps,
  bytes: AsyncIterable<Uint8Array | string>,
  { actor, format }: { actor: Actor; format: string },
): Readable {
  const facts = { actor: actor.email, format }
  return Readable.from(
    witnessed(bytes, (hash) =>
      auditLog.append({
        action: 'audit.exported',
        actor: actor.email,
        sentence:
          hash === null
            ? message('audit.audit_export_aborted', facts)
            : message('audit.audit_exported', { ...facts, hash }),
      }),
    ),
  )
}
