import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { UploadRecord, UploadTally } from '../../../features/uploads/ports.ts'
import type { UploadStore } from '../../../features/uploads/store-ports.ts'
import { LostKeyError, sealOf } from '../database/seal.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { bytesColumn } from '../database/stored-bytes.ts'
import { sentenceOf } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { isOwn } from '../session/own-records.ts'
import type { UploadsTables } from '../tables/uploads.ts'
import { type BlockPlace, issuesFrom, issuesPlace } from './block-bytes.ts'
import type { RecentIssues } from './recent-issues.ts'

type UploadRow = Omit<Selectable<UploadsTables['uploads']>, 'issues' | 'read_options' | 'version' | 'rechecking'> & {
  /** Null also if they are in memory. */
  readonly issues: string | null
}

function uploadOf(row: UploadRow, groups: UploadTally['groups']): UploadRecord {
  return {
    id: row.id,
    fileName: row.file_name,
    bytes: Number(row.bytes),
    state: row.state,
    attempt: row.attempt,
    problem: row.problem === null ? null : sentenceOf(row.problem, row.problem_message),
    progress: row.progress,
    detected: row.detected,
    columns: row.columns,
    tally: row.counts === null ? null : { counts: row.counts, groups },
    checkedAt: row.checked_at?.getTime() ?? null,
    planId: row.plan_id,
    corrects:
      row.corrects_job_id === null || row.corrects_cause === null
        ? null
        : { jobId: row.corrects_job_id, cause: row.corrects_cause },
    createdBy: { memberId: row.created_by_id, email: row.created_by },
    createdAt: row.created_at.getTime(),
  }
}

/** Null if their key was given up: uploads can still be listed and deleted. */
async function openedIssues(issues: string, place: BlockPlace): Promise<UploadTally['groups'] | null> {
  try {
    return await issuesFrom(issues, place)
  } catch (error) {
    // Damaged issues are not "no issues".
    if (!(error instanceof LostKeyError)) throw error
    return null
  }
}

type Uploads = SelectQueryBuilder<Tables, 'uploads', object>

/** Reads uploads; groups of issues only if they are not in memory. */
async function read(db: Db, recent: RecentIssues, where: (uploads: Uploads) => Uploads): Promise<UploadRecord[]> {
  const known = recent.all()
  const versions = Array.from(known.values(), ({ version }) => version)
  const isKnown = sql`exists (select from unnest(${[...known.keys()]}::text[], ${versions}::int[]) as known (id, version)
    where known.id = uploads.id and known.version = issues_version)`
  const rows = await where(db.selectFrom('uploads'))
    .select(['id', 'file_name', 'bytes', 'state', 'attempt', 'problem', 'problem_message', 'progress', 'detected'])
    .select(['columns', 'counts', 'issues_version', 'checked_at', 'plan_id', 'corrects_job_id', 'corrects_cause'])
    .select(['created_by_id', 'created_by', 'created_at'])
    .select(sql<string | null>`case when not ${isKnown} then ${bytesColumn('issues')} end`.as('issues'))
    .execute()
  const groupsOf = async ({ id, issues, issues_version: version }: UploadRow) => {
    const held = known.get(id)
    if (held?.version === version) return held.groups
    if (issues === null) return []
    const groups = await openedIssues(issues, issuesPlace(sealOf(db), id, version))
    if (groups === null) return []
    // A list would push out the uploads in use.
    if (rows.length === 1) recent.set(id, { version, groups })
    return groups
  }
  return Promise.all(rows.map(async (row) => uploadOf(row, await groupsOf(row))))
}

export async function readUpload(db: Db, id: string, recent: RecentIssues): Promise<UploadRecord | null> {
  const [upload] = await read(db, recent, (uploads) => uploads.where('id', '=', storableText(id)))
  return upload ?? null
}

export function listUploads(db: Db, { before, limit, own }: Parameters<UploadStore['list']>[0], recent: RecentIssues) {
  return read(db, recent, (uploads) =>
    uploads
      .$if(before !== null, (query) => query.where('id', '<', storableText(before ?? '')))
      .$if(own !== null, (query) => query.where(isOwn(own, 'uploads')))
      .orderBy('id', 'desc')
      .limit(limit),
  )
}
