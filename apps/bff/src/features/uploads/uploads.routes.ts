import { downloadAccessCsv, downloadAccessXlsx } from '@muster/contracts/access'
import {
  type CombinedRows,
  correctFailures as correctFailuresRoute,
  correctUpload as correctRoute,
  createUpload,
  deleteUpload,
  fixUploadRows,
  getUpload,
  listUploadRows,
  listUploads,
  type UploadRow,
} from '@muster/contracts/uploads'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads/templates'
import { english } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { uploadIssueMessage } from '@muster/wording/upload-issue-text'
import { idOf, numberOf, pageOf } from '../../http/request/cursor.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ownOf } from '../../http/session/actor.ts'
import { joinCombined } from './fix/combine-duplicates.ts'
import { correctFailures } from './fix/correct-failures.ts'
import { correctUpload } from './fix/correct-upload.ts'
import { fixRows } from './fix/fix-rows.ts'
import type { KeptRow } from './ports.ts'
import { receiveUpload } from './receive/receive-upload.ts'
import { findUpload, uploadEntry } from './receive/upload-entry.ts'
import { exportAccess, exportTemplate, type TemplateDeps } from './template/export-template.ts'
import type { UploadDeps } from './upload-deps.ts'

function rowEntry(row: KeptRow): UploadRow {
  const issues = row.issues.map(({ code, level, column, value, suggestions }) => ({
    code,
    level,
    column,
    value,
    message: uploadIssueMessage(english, { code, value }),
    suggestions: [...suggestions],
  }))
  const duplicate =
    row.duplicateOf === null
      ? []
      : [
          {
            code: 'duplicate_person' as const,
            level: 'error' as const,
            column: null,
            value: null,
            message: uploadIssueMessage(english, {
              code: 'duplicate_person',
              value: null,
              duplicateOf: row.duplicateOf,
            }),
            duplicateOf: row.duplicateOf,
            suggestions: [],
          },
        ]
  const all = [...issues, ...duplicate]
  const level = (['error', 'warning', 'note'] as const).find((one) => all.some((issue) => issue.level === one)) ?? null
  return {
    row: row.row,
    cells: [...row.cells],
    edited: [...row.edited],
    excluded: row.excluded,
    level,
    issues: all,
    identifier: row.identifier,
    change: row.change,
  }
}

async function forget(deps: UploadDeps, id: string, actor: string): Promise<boolean> {
  const upload = await findUpload(deps, id)
  const deleted = await deps.store.remove(id)
  const sentence = message('audit.file_deleted', { actor, file: upload.fileName })
  await deps.audit.append({ action: 'upload.deleted', actor, sentence })
  return deleted
}

/** Files to fill in: empty, or with the access that users have. */
function templateRoutes(deps: TemplateDeps): BoundRoute[] {
  return [
    bind(downloadTemplateCsv, async ({ query }, context) => ({
      status: 200,
      ...(await exportTemplate(deps, { format: 'csv', query, actor: actorOf(context), stepUp: context.stepUp })),
    })),
    bind(downloadTemplateXlsx, async ({ query }, context) => ({
      status: 200,
      ...(await exportTemplate(deps, { format: 'xlsx', query, actor: actorOf(context), stepUp: context.stepUp })),
    })),
    bind(downloadAccessCsv, async ({ query }, context) => ({
      status: 200,
      ...(await exportAccess(deps, { format: 'csv', query, actor: actorOf(context), stepUp: context.stepUp })),
    })),
    bind(downloadAccessXlsx, async ({ query }, context) => ({
      status: 200,
      ...(await exportAccess(deps, { format: 'xlsx', query, actor: actorOf(context), stepUp: context.stepUp })),
    })),
  ]
}

function rowRoutes(deps: UploadDeps): BoundRoute[] {
  return [
    bind(listUploadRows, async ({ params, query }) => {
      await findUpload(deps, params.id)
      const found = await deps.rows.list(params.id, {
        level: query.level,
        issue: query.issue,
        after: numberOf(query.cursor),
        limit: query.limit + 1,
      })
      const { items, next } = pageOf(found, query.limit, ({ row }) => String(row))
      return { status: 200, json: { items: items.map(rowEntry), next } }
    }),
    bind(fixUploadRows, async ({ params, body }) => {
      const parts: CombinedRows[] = []
      const upload = await fixRows(deps, params.id, body, (part) => parts.push(part))
      return {
        status: 200,
        json: { ...uploadEntry(upload), ...(parts.length === 0 ? {} : { combined: joinCombined(parts) }) },
      }
    }),
  ]
}

export function uploadsRoutes(deps: UploadDeps & TemplateDeps): BoundRoute[] {
  const shown = async (id: string) => uploadEntry(await findUpload(deps, id))
  return [
    bind(createUpload, async (_input, context) => {
      const upload = await receiveUpload(deps, actorOf(context), context.body)
      return { status: 201, json: uploadEntry(upload) }
    }),
    bind(correctFailuresRoute, async ({ params, body }, context) => {
      const corrects = { jobId: params.id, cause: body.cause }
      const { upload, isNew } = await correctFailures(deps, { corrects, actor: actorOf(context) })
      return { status: isNew ? 201 : 200, json: uploadEntry(upload) }
    }),
    bind(listUploads, async ({ query }, context) => {
      const own = ownOf(actorOf(context))
      const found = await deps.store.list({ before: idOf(query.cursor), limit: query.limit + 1, own })
      const { items, next } = pageOf(found, query.limit, ({ id }) => id)
      return { status: 200, json: { items: items.map(uploadEntry), next } }
    }),
    bind(getUpload, async ({ params }) => ({ status: 200, json: await shown(params.id) })),
    bind(correctRoute, async ({ params, body }) => ({
      status: 200,
      json: uploadEntry(await correctUpload(deps, params.id, body)),
    })),
    bind(deleteUpload, async ({ params }, context) => ({
      status: 200,
      json: { deleted: await forget(deps, params.id, actorOf(context).email) },
    })),
    ...templateRoutes(deps),
    ...rowRoutes(deps),
  ]
}
