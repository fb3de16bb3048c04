import type { UploadColumn, UploadIssueGroup, UploadRow } from '@muster/contracts/uploads'
import { type IssueLevel, issueLevels } from '@muster/core/upload/upload-mapping'
import { isOfManyValues } from '../issues/issue-groups.ts'

type RowIssue = UploadRow['issues'][number]

/** The highest issue level of one cell; null if it has no issue. */
export function cellLevel(issues: readonly RowIssue[], column: number): IssueLevel | null {
  return issueLevels.find((level) => issues.some((issue) => issue.column === column && issue.level === level)) ?? null
}

/** The group of an issue, if other rows have the issue too. */
export function groupOf(issue: RowIssue, groups: readonly UploadIssueGroup[]): UploadIssueGroup | undefined {
  return groups.find(
    (group) =>
      group.code === issue.code &&
      group.column === issue.column &&
      (group.value === issue.value || isOfManyValues(group)),
  )
}

/** Room for the choice of the mapping, beside its arrow. */
const choicePadding = 68
const minWidth = 176
const maxWidth = 280
const letterWidth = 7.2
const padding = 40

/** Width of a column in pixels, estimated from its header, its first values and the label of its mapping. */
export function columnWidth({ header, samples }: Pick<UploadColumn, 'header' | 'samples'>, mapping = ''): number {
  const longest = Math.max(header.length, ...samples.map((sample) => sample.length))
  const wide = Math.max(minWidth, longest * letterWidth + padding, mapping.length * letterWidth + choicePadding)
  return Math.round(Math.min(maxWidth, wide))
}

/** Estimated height of a row in pixels, until it is measured. */
export function rowHeight(row: Pick<UploadRow, 'issues'> | undefined): number {
  return 37 + Math.min(row?.issues.length ?? 0, 6) * 32
}
