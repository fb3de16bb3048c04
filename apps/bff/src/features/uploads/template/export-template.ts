import type { Readable } from 'node:stream'
import type { I18n } from '@lingui/core'
import type { UserFilter } from '@muster/contracts/users'
import { type Language, sourceLanguage } from '@muster/core/language'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { messageText } from '@muster/wording/message-text'
import { csvStream } from '../../../http/response/csv-stream.ts'
import { xlsxStream } from '../../../http/response/xlsx-stream.ts'
import type { Actor } from '../../../http/session/actor.ts'
import type { StepUpCheck } from '../../../http/session/step-up.ts'
import type { UserPosition } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { accessHeader, accessRows } from './access-rows.ts'
import { filledHeader, templateCells } from './template-cells.ts'
import { blankHeader, exampleRows, helpRows, helpSheet } from './template-help.ts'

const pageSize = 500
const csvType = 'text/csv; charset=utf-8'
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export interface TemplateDeps extends Pick<UploadDeps, 'directory' | 'audit'> {
  /** A search in words. */
  readonly describeSearch: (filter: UserFilter) => Promise<Message>
  readonly catalogue: (language: Language) => Promise<I18n>
}

type Directory = Pick<TemplateDeps, 'directory'>

async function* filledRows({ directory }: Directory, filter: UserFilter, { scope }: Actor) {
  yield [filledHeader]
  const cells = templateCells(await directory.lookups())
  for (let after: UserPosition | null = null; ; ) {
    const page = await directory.within(scope).search({ filter, sort: 'email', after, limit: pageSize })
    if (page.items.length > 0) yield page.items.map(cells)
    if (page.next === null) return
    after = page.next
  }
}

async function* heldRows({ directory }: Directory, filter: UserFilter, { scope }: Actor) {
  yield [accessHeader]
  const rowsOf = accessRows(await directory.lookups())
  for (let after: UserPosition | null = null; ; ) {
    const page = await directory.within(scope).search({ filter, sort: 'email', after, limit: pageSize })
    if (page.items.length > 0) yield page.items.flatMap(rowsOf)
    if (page.next === null) return
    after = page.next
  }
}

/** A selection may grow while its export is read: an export that needed no proof stays within what needs none. */
async function* atMost<T>(most: number, batches: AsyncIterable<readonly T[]>): AsyncIterable<readonly T[]> {
  let rows = -1 // The header.
  for await (const batch of batches) {
    rows += batch.length
    if (rows > most) throw new Error('the users of an export grew while it was read')
    yield batch
  }
}

async function* blankRows({ directory }: Directory) {
  yield [blankHeader, ...exampleRows(await directory.lookups())]
}

export interface Template {
  readonly bytes: Readable
  readonly mediaType: string
  readonly filename: string
}

interface AccessRequest {
  readonly format: 'csv' | 'xlsx'
  readonly query: UserFilter
  readonly actor: Actor
  readonly stepUp: StepUpCheck
}

/** The access of the users that match a search, direct and through groups: a row for each group, role and flag. */
export async function exportAccess(deps: TemplateDeps, request: AccessRequest): Promise<Template> {
  const { format, query: filter, actor } = request
  const isMany = await hasManyRows(deps, filter, actor)
  request.stepUp.judge(isMany)
  const users = await deps.describeSearch(filter)
  const sentence = message('audit.access_downloaded', { actor: actor.email, users, format: format.toUpperCase() })
  await deps.audit.append({ action: 'users.exported', actor: actor.email, sentence })
  const rows = atMost(isMany ? Number.POSITIVE_INFINITY : mostRowsWithoutProof, heldRows(deps, filter, actor))
  const filename = `muster-access.${format}`
  if (format === 'csv') return { bytes: csvStream(rows), mediaType: csvType, filename }
  const i18n = await deps.catalogue(actor.language ?? sourceLanguage)
  const widths = accessHeader.map(() => 22)
  const sheets = [{ name: messageText(i18n, message('template.access')), rows, widths }]
  return { bytes: xlsxStream(sheets), mediaType: xlsxType, filename }
}

interface TemplateRequest extends AccessRequest {
  readonly query: UserFilter & { readonly filled?: 'yes' | 'no' | undefined }
}

/** Whether more users match than leave Muster without a fresh proof. */
async function isLarge({ directory }: Directory, filter: UserFilter, { scope }: Actor): Promise<boolean> {
  const page = await directory.within(scope).search({ filter, sort: 'email', after: null, limit: mostRowsWithoutProof })
  return page.next !== null
}

/** The same for the access report, which has several rows for a user. */
async function hasManyRows({ directory }: Directory, filter: UserFilter, { scope }: Actor): Promise<boolean> {
  const page = await directory.within(scope).search({ filter, sort: 'email', after: null, limit: mostRowsWithoutProof })
  const rows = page.items.flatMap(accessRows(await directory.lookups()))
  return page.next !== null || rows.length > mostRowsWithoutProof
}

/** Records in the audit that user data leaves Muster as a file, before the first of it does. */
async function recordExport(deps: TemplateDeps, filter: UserFilter, { actor, format }: TemplateRequest) {
  const users = await deps.describeSearch(filter)
  const sentence = message('audit.template_downloaded', { actor: actor.email, users, format: format.toUpperCase() })
  await deps.audit.append({ action: 'users.exported', actor: actor.email, sentence })
}

/** A template to fill in: blank with one example of each kind of change, or with all users matching a search. */
export async function exportTemplate(deps: TemplateDeps, request: TemplateRequest): Promise<Template> {
  const { format } = request
  const { filled, ...filter } = request.query
  const isFilled = filled === 'yes'
  const isMany = isFilled && (await isLarge(deps, filter, request.actor))
  request.stepUp.judge(isMany)
  if (isFilled) await recordExport(deps, filter, request)
  const most = isMany ? Number.POSITIVE_INFINITY : mostRowsWithoutProof
  const rows = isFilled ? atMost(most, filledRows(deps, filter, request.actor)) : blankRows(deps)
  const filename = `muster-template${isFilled ? '-filled' : ''}.${format}`
  if (format === 'csv') return { bytes: csvStream(rows), mediaType: csvType, filename }
  const i18n = await deps.catalogue(request.actor.language ?? sourceLanguage)
  const widths = (isFilled ? filledHeader : blankHeader).map(() => 24)
  const sheets = [
    { name: messageText(i18n, message('template.users')), rows, widths },
    { name: helpSheet, rows: [helpRows(i18n, isFilled)], widths: [28, 100] },
  ]
  return {
    bytes: xlsxStream(sheets),
    mediaType: xlsxType,
    filename,
  }
}
