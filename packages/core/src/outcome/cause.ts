/**
 * Why an item did not change: the closed list of plan blockers, plan warnings and causes of failures.
 * `packages/wording` has the text of each.
 */
export const causeCodes = [
  // the requested change cannot work
  'user_not_found',
  'user_ambiguous',
  'email_invalid',
  'identifier_invalid',
  'duplicate_in_plan',
  'role_not_found',
  'role_id_malformed',
  'role_needs_bot',
  'role_is_admin',
  'role_not_assignable',
  'bot_not_found',
  'group_not_found',
  'role_through_group',
  'flags_conflict',
  'nothing_requested',
  'last_admin',
  'own_account',
  'protected_user',
  'connection_user',
  'limit_reached',
  'user_out_of_scope',
  'change_out_of_scope',
  'row_invalid',
  // removal and erasure
  'not_authorized',
  'owns_bot',
  'already_gone',
  'member_of_account',
  'erasure_failed',
  'erasure_under_way',
  // between plan and apply
  'changed_since_plan',
  // undo
  'cannot_undo',
  // warnings only
  'changed_since_job',
  'access_unverified',
  'row_warning',
  'raises_privilege',
  'loses_on_set',
  'removes_person',
  'cannot_be_undone',
  // Kore.ai's side
  'kore_refused',
  'unexpected_response',
  'request_refused',
  'no_response',
  'user_unreadable',
  'not_verified',
  'rate_limited',
  'credential_rejected',
  'upstream_trouble',
  // ours
  'cancelled',
  'stopped',
] as const

export type CauseCode = (typeof causeCodes)[number]
