import type { UploadColumn, UploadIssueGroup, UploadRow } from '@muster/contracts/uploads'
import { type IssueLevel, issueLevels } from '@muster/core/upload/upload-mapping'
import { isOfManyValues } from '../issues/issue-groups.ts'

type RowIssue = UploadRow['issues'][number]

/** The worst level found in one cell; null where nothing is. */
export function cellLevel(issues: readonly RowIssue[], column: number): IssueLevel | null {
  return issueLevels.find((level) => issues.some((issue) => issue.column === column && issue.level === level)) ?? null
}

/** The group an issue of a row belongs to, where it met other rows too. */
export function groupOf(issue: RowIssue, groups: readonly UploadIssueGroup[]): UploadIssueGroup | undefined {
  return groups.find(
    (group) =>
      group.code === issue.code &&
      group.column === issue.column &&
      (group.value === issue.value || isOfManyValues(group)),
  )
}

const narrow = 120
const wide = 280
const letter = 7.2
const room = 40

/** A width in pixels for a column, by its header and first values. */
export function columnWidth({ header, samples }: Pick<UploadColumn, 'header' | 'samples'>): number {
  const longest = Math.max(header.length, ...samples.map((sample) => sample.length))
  return Math.round(Math.min(wide, Math.max(narrow, longest * letter + room)))
}

/** A guess at a row's height in pixels, before it is measured. */
export function rowHeight(row: Pick<UploadRow, 'issues'> | undefined): number {
  return 37 + Math.min(row?.issues.length ?? 0, 6) * 32
}
