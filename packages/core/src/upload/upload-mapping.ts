/** What a column of an uploaded file can mean. `ignore` is shown, never sent. */
export const columnMappings = [
  'ignore',
  'email',
  'org_user_id',
  'user_id',
  'channel_user_id',
  'channel_id',
  /** "update", "remove", "erase", or Kore.ai's User Status (Update, Delete). */
  'action',
  'groups_add',
  'groups_remove',
  'groups_set',
  'roles_add',
  'roles_remove',
  'roles_set',
  /** The bots of roles, in a column of their own. */
  'role_bot',
  'is_developer',
  'can_create_bot',
  /** Yes removes the user from the account. */
  'remove',
  /** "all bots", or bots by name: queues erasure from them. */
  'erase',
  /** The outcome column of a downloaded report: rows that are done are skipped. */
  'outcome',
] as const
export type ColumnMapping = (typeof columnMappings)[number]

/** Effect of a blank cell: keep, or clear the list or flag. */
export type BlankRule = 'keep' | 'clear'

/**
 * Marks whose meaning follows from the other values of their column: a letter x is a yes beside blanks and a no beside
 * ✓, a cross is a no beside ✓ and may be a yes alone, a dash is blank unless + is beside it. A circle is a yes beside a
 * cross and may be a no beside ●. A word for nothing, as なし, is a no beside a yes and may be a blank alone.
 */
export const contrastMarks = ['letter', 'cross', 'dash', 'circle', 'nothing'] as const
export type ContrastMark = (typeof contrastMarks)[number]

export interface MeantColumn {
  /** Position in the file, from 0. */
  readonly index: number
  readonly header?: string | undefined
  readonly mapping: ColumnMapping
  readonly blank: BlankRule
  /** Marks that the values of the column leave without a clear meaning. */
  readonly ambiguousMarks?: readonly ContrastMark[] | undefined
}

export const uploadIssueCodes = [
  'person_missing',
  'person_ambiguous',
  'person_unknown',
  'identifier_ambiguous',
  'email_invalid',
  'email_several',
  'email_lookalike',
  'name_differs',
  'identifier_invalid',
  'identifier_read',
  'example_row',
  'duplicate_person',
  'group_unknown',
  'group_ambiguous',
  'role_unknown',
  'role_ambiguous',
  'role_unrecognized',
  'role_without_bot',
  'role_bots_unclear',
  'bot_unknown',
  'bot_ambiguous',
  'flag_unrecognized',
  'flag_ambiguous',
  'columns_differ',
  'key_unread',
  'action_unrecognized',
  'erase_unrecognized',
  'conflicting_actions',
  'list_conflict',
  'set_conflict',
  'flags_conflict',
  'nothing_requested',
  'blank_like',
  'footer_row',
  'row_too_long',
  'row_too_short',
  'cell_too_long',
  'characters_lost',
  'spaces_trimmed',
  'invisible_characters',
  'quote_not_closed',
  'quote_split',
  'quote_over_rows',
  'quote_uneven',
  'address_unread',
  'report_id_changed',
  'report_user_changed',
  'report_row_unknown',
  'row_hidden',
  'cell_formula',
  'cell_error',
  'cell_without_value',
  'number_displayed',
  'digits_lost',
  'address_in_link',
  'link_differs',
  'cell_struck',
  'cell_unseen',
  'cell_conditional',
  'cell_commented',
  'cell_merged',
  'blank_below',
  'already_done',
  'done_no_longer',
] as const
export type UploadIssueCode = (typeof uploadIssueCodes)[number]

/** Errors block the row, warnings need a review, notes inform. */
export const issueLevels = ['error', 'warning', 'note'] as const
export type IssueLevel = (typeof issueLevels)[number]

/** One thing found in one row. */
export interface UploadIssue {
  readonly code: UploadIssueCode
  /** Its column; null for the whole row. */
  readonly column: number | null
  /** The invalid value, if any. */
  readonly value: string | null
  /** Near misses or choices, best first. */
  readonly suggestions: readonly string[]
}
