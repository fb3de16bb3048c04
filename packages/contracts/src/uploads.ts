import { uploadDelimiters, uploadEncodings, uploadLimits } from '@muster/core/upload/upload-file'
import { columnMappings, contrastMarks, issueLevels, uploadIssueCodes } from '@muster/core/upload/upload-mapping'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { causeSchema, changeSchema, identifierSchema } from './plans.ts'
import { route } from './route.ts'
import {
  countSchema,
  cursorSchema,
  idSchema,
  limitSchema,
  numberSchema,
  pageOf,
  plainText,
  timeSchema,
} from './values.ts'

export const uploadColumnSchema = z.object({
  /** Position in the file, from 0. */
  index: countSchema,
  header: z.string(),
  mapping: z.enum(columnMappings),
  /** Other mappings that the header and the values suggest, best first, score 0 to 1. */
  suggestions: z.array(z.object({ mapping: z.enum(columnMappings), score: z.number() })),
  /** First distinct values. */
  samples: z.array(z.string()),
  /** Share of rows with a value, 0 to 1. */
  fillRate: z.number(),
  /** Effect of a blank cell: keep, or clear the list or flag. */
  blank: z.enum(['keep', 'clear']),
  /** The match comes from an earlier file of the same shape. */
  remembered: z.boolean(),
  /** The column has no heading and few rows reach it: they have an extra delimiter. */
  beyondHeader: z.optional(z.boolean()),
  /** A member chose the mapping for this file. */
  chosen: z.optional(z.boolean()),
  /** The first value of an unused column that takes something away, or names a leaver: "Revoke". */
  withdrawal: z.optional(z.string()),
  /** Whether users have a blank below the heading of a decision that others have. */
  isOpen: z.optional(z.boolean()),
  /** Whether a value of an unused column is a day ahead, or all are days that have passed. */
  days: z.optional(z.enum(['ahead', 'past'])),
  /** The cells with a day ahead, if they are few, and those that the remembered choice was made for. */
  ahead: z.optional(z.array(z.string())),
  rememberedAhead: z.optional(z.array(z.string())),
  /** Marks such as x whose meaning the values of the column leave open: their cells are errors in a column of yes and no. */
  ambiguousMarks: z.optional(z.array(z.enum(contrastMarks))),
})
export type UploadColumn = z.output<typeof uploadColumnSchema>

export const uploadIssueGroupSchema = z.object({
  /** Stable key for filtering and fixing: code, column and the invalid value. */
  key: z.string(),
  code: z.enum(uploadIssueCodes),
  level: z.enum(issueLevels),
  title: z.string(),
  remedy: z.string(),
  column: z.nullable(countSchema),
  /** The invalid value ("Testr"), if the issue is about one. */
  value: z.nullable(z.string()),
  count: countSchema,
  /** Near misses to choose from, best first. */
  suggestions: z.array(z.string()),
  firstRow: countSchema,
})
export type UploadIssueGroup = z.output<typeof uploadIssueGroupSchema>

/** Kore.ai's import file, a report of Muster, or the body of one of Kore.ai's endpoints. */
export const recognizedFiles = ['kore_import', 'muster_report', 'update_users', 'remove_users', 'erase_data'] as const
export type RecognizedFile = (typeof recognizedFiles)[number]

export const uploadSchema = z.object({
  id: idSchema,
  fileName: z.string(),
  bytes: countSchema,
  /** `reading`: detecting the format; `checking`: rows stream through; `checked`: a plan can be made; `refused`: see `problem`. */
  state: z.enum(['reading', 'checking', 'checked', 'refused', 'planned']),
  /** File, row, column and remedy, in a sentence. */
  problem: z.nullable(z.string()),
  problemMessage: kept,
  progress: z.object({ rows: countSchema, total: z.nullable(countSchema) }),
  /** The detected format; each field can be corrected. */
  detected: z.object({
    format: z.enum(['csv', 'xlsx', 'json']),
    encoding: z.nullable(z.enum(uploadEncodings)),
    byteOrderMark: z.boolean(),
    delimiter: z.nullable(z.enum(uploadDelimiters)),
    sheet: z.nullable(z.string()),
    sheets: z.array(
      /** `rows` null: not counted, because there are very many or the sheet is damaged. */
      z.object({ name: z.string(), hidden: z.boolean(), rows: z.nullable(countSchema) }),
    ),
    /** Row number of the header, from 1; 0 if there is none. */
    headerRow: countSchema,
    hiddenRows: countSchema,
    hiddenColumns: countSchema,
    /** Their positions, from 0. */
    hiddenAt: z.optional(z.array(countSchema)),
    mergedCells: countSchema,
    /** Where the first of them are: "A2:A5". */
    merges: z.optional(z.array(z.string())),
    formulas: countSchema,
    /** Comments and notes on cells, the first of these cells ("B2"), and texts of boxes. `isIncomplete`: some could not be read. */
    comments: z.optional(
      z.object({
        count: countSchema,
        cells: z.array(z.string()),
        textBoxes: z.array(z.string()),
        isIncomplete: z.boolean(),
      }),
    ),
    /** A file of Kore.ai or of Muster; null for any other. */
    recognizedAs: z.nullable(z.enum(recognizedFiles)),
  }),
  columns: z.array(uploadColumnSchema),
  counts: z.object({
    rows: countSchema,
    ready: countSchema,
    errors: countSchema,
    warnings: countSchema,
    notes: countSchema,
    excluded: countSchema,
    /** Rows already done in the report this file is. */
    done: countSchema,
  }),
  issues: z.array(uploadIssueGroupSchema),
  /** When all its rows were last compared with the directory; null before the first time. */
  checkedAt: z.nullable(timeSchema),
  planId: z.nullable(idSchema),
  /** The job and the cause of these failed rows: their plan retries exactly these. Null for an uploaded file. */
  corrects: z.nullable(z.object({ jobId: idSchema, cause: causeSchema })),
  createdBy: z.string(),
  createdAt: timeSchema,
})
export type UploadEntry = z.output<typeof uploadSchema>

export const uploadRowSchema = z.object({
  /** Row in the file as people count, from 1, the header included. */
  row: countSchema,
  cells: z.array(z.string()),
  /** Cells changed here, by column. */
  edited: z.array(countSchema),
  excluded: z.boolean(),
  level: z.nullable(z.enum(issueLevels)),
  issues: z.array(
    z.object({
      code: z.enum(uploadIssueCodes),
      level: z.enum(issueLevels),
      column: z.nullable(countSchema),
      /** The invalid value, if the issue is about one. */
      value: z.nullable(z.string()),
      message: z.string(),
      /** The earlier row for the same user, of a duplicate. */
      duplicateOf: z.optional(countSchema),
      suggestions: z.array(z.string()),
    }),
  ),
  /** The requested change, once known. */
  identifier: z.nullable(identifierSchema),
  change: z.nullable(changeSchema),
})
export type UploadRow = z.output<typeof uploadRowSchema>

const byId = z.object({ id: idSchema })

const ofOwnUpload = { stepUp: 'none', limited: { own: 'uploads' } } as const

export const createUpload = route({
  method: 'POST',
  path: '/api/uploads',
  summary: 'Send a file (multipart, one part named "file"); pasted cells are a file named pasted.tsv',
  permission: 'uploads:write',
  stepUp: 'none',
  limited: 'within',
  body: 'multipart',
  /** The file, and what surrounds it in the request. */
  maxBytes: uploadLimits.fileBytes + 1024 * 1024,
  responses: { 201: uploadSchema },
  problems: ['file_refused'],
})

export const correctFailures = route({
  method: 'POST',
  path: '/api/jobs/:id/corrections',
  summary: 'Open the rows of a file that failed with a cause, to be corrected. The plan made of them retries the job',
  permission: 'uploads:write',
  stepUp: 'none',
  limited: { own: 'jobs' },
  params: byId,
  body: z.object({ cause: causeSchema }),
  // 200: already open.
  responses: { 201: uploadSchema, 200: uploadSchema },
  problems: ['conflict'],
})

export const listUploads = route({
  method: 'GET',
  path: '/api/uploads',
  summary: 'All uploads, newest first',
  permission: 'plans:read',
  stepUp: 'none',
  limited: 'within',
  query: z.object({ cursor: z.optional(cursorSchema), limit: limitSchema }),
  responses: { 200: pageOf(uploadSchema) },
})

export const getUpload = route({
  method: 'GET',
  path: '/api/uploads/:id',
  summary: 'Read an upload: its detected format, columns and issues',
  permission: 'plans:read',
  ...ofOwnUpload,
  params: byId,
  responses: { 200: uploadSchema },
})

export const correctUpload = route({
  method: 'PATCH',
  path: '/api/uploads/:id',
  summary: 'Correct the detected format or the mapping; the rows are checked again',
  permission: 'uploads:write',
  ...ofOwnUpload,
  params: byId,
  body: z.object({
    encoding: z.optional(z.enum(uploadEncodings)),
    delimiter: z.optional(z.enum(uploadDelimiters)),
    sheet: z.optional(plainText(200)),
    headerRow: z.optional(numberSchema),
    /** Compare every row with the directory again, for instance after a sync. Fixes stay. */
    checkAgain: z.optional(z.literal(true)),
    columns: z.optional(
      z
        .array(z.object({ index: countSchema, mapping: z.enum(columnMappings), blank: z.enum(['keep', 'clear']) }))
        .check(z.maxLength(256)),
    ),
  }),
  responses: { 200: uploadSchema },
  problems: ['conflict', 'file_refused'],
})

export const deleteUpload = route({
  method: 'DELETE',
  path: '/api/uploads/:id',
  summary: 'Delete a file and its rows',
  permission: 'uploads:write',
  ...ofOwnUpload,
  params: byId,
  responses: { 200: z.object({ deleted: z.boolean() }) },
})

export const listUploadRows = route({
  method: 'GET',
  path: '/api/uploads/:id/rows',
  summary: 'The rows of a file with their issues',
  permission: 'plans:read',
  ...ofOwnUpload,
  params: byId,
  query: z.object({
    level: z.optional(z.enum(['error', 'warning', 'note', 'ready', 'excluded', 'done'])),
    /** Key of an issue group, or its beginning without the value: every row of that cause in that column. */
    issue: z.optional(z.string().check(z.maxLength(400))),
    /** The number of the row before the first requested one, to go to any row. */
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: pageOf(uploadRowSchema) },
})

/** What a combination changed at once: the excluded rows, and the cells of the first rows as they were. */
const combinedRowsSchema = z.object({
  rows: z.array(countSchema),
  cells: z.array(z.object({ row: countSchema, column: countSchema, value: z.string() })),
})
export type CombinedRows = z.output<typeof combinedRowsSchema>

export const fixUploadRows = route({
  method: 'PATCH',
  path: '/api/uploads/:id/rows',
  summary: 'Fix cells, exclude rows, or fix one cause over all its rows',
  permission: 'uploads:write',
  ...ofOwnUpload,
  params: byId,
  body: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('cells'),
      cells: z
        .array(
          z.object({
            row: numberSchema,
            column: numberSchema,
            value: z.string().check(z.maxLength(uploadLimits.cellCharacters)),
          }),
        )
        .check(z.minLength(1), z.maxLength(1000)),
    }),
    z.object({
      kind: z.literal('rows'),
      rows: z.array(numberSchema).check(z.minLength(1), z.maxLength(1000)),
      excluded: z.boolean(),
    }),
    /** Every row of this issue group, or of a cause in a column ("role_unknown:3"): replace the invalid value, or exclude the rows. */
    z.object({
      kind: z.literal('issue'),
      issue: z.string().check(z.maxLength(400)),
      replaceWith: z.nullable(z.string().check(z.maxLength(uploadLimits.cellCharacters))),
    }),
    /** Every row of this issue group or cause: replaces each invalid value with its best suggestion, if any. */
    z.object({ kind: z.literal('suggested'), issue: z.string().check(z.maxLength(400)) }),
    /** Combines every duplicate row with the first row of its user if their changes add up, and excludes it. */
    z.object({ kind: z.literal('combine') }),
    /** Excludes every row with errors, or includes every excluded row. */
    z.object({ kind: z.literal('all'), rows: z.enum(['error', 'excluded']) }),
  ]),
  responses: { 200: z.extend(uploadSchema, { combined: z.exactOptional(combinedRowsSchema) }) },
  problems: ['conflict'],
})
