import type { FixKind } from '../plan/fix.ts'
import type { CauseCode } from './cause.ts'

/** The fixes that Muster offers for each cause. */
export const causeFixes: Readonly<Record<CauseCode, readonly FixKind[]>> = {
  user_not_found: ['replace_identifier', 'plan_again'],
  user_ambiguous: ['replace_identifier'],
  email_invalid: ['replace_identifier'],
  identifier_invalid: ['replace_identifier'],
  duplicate_in_plan: ['plan_again'],
  role_not_found: ['replace_role', 'drop_role', 'plan_again'],
  role_id_malformed: ['replace_role', 'drop_role'],
  role_needs_bot: ['replace_role', 'drop_role'],
  role_is_admin: ['replace_role', 'drop_role'],
  role_not_assignable: ['replace_role', 'drop_role'],
  bot_not_found: ['replace_bot', 'replace_role', 'drop_role', 'plan_again'],
  group_not_found: ['replace_group', 'drop_group', 'plan_again'],
  role_through_group: ['drop_role', 'plan_again'],
  flags_conflict: ['developer_on', 'bot_creation_off', 'plan_again'],
  nothing_requested: [],
  last_admin: ['drop_role', 'plan_again'],
  own_account: ['drop_role', 'plan_again'],
  protected_user: ['drop_role', 'plan_again'],
  connection_user: ['drop_role', 'plan_again'],
  limit_reached: ['retry', 'plan_again'],
  row_invalid: [],
  not_authorized: ['retry'],
  owns_bot: ['retry', 'plan_again'],
  already_gone: [],
  member_of_account: ['remove_first', 'plan_again'],
  erasure_failed: ['retry'],
  erasure_under_way: [],
  changed_since_plan: ['plan_again'],
  cannot_undo: [],
  changed_since_job: [],
  access_unverified: [],
  row_warning: [],
  raises_privilege: [],
  loses_on_set: [],
  removes_person: [],
  cannot_be_undone: [],
  kore_refused: ['retry', 'replace_identifier'],
  unexpected_answer: ['retry'],
  request_refused: ['retry'],
  no_answer: ['retry'],
  user_unreadable: ['retry'],
  not_verified: [],
  rate_limited: ['retry'],
  credential_rejected: ['retry'],
  upstream_trouble: ['retry'],
  cancelled: ['retry'],
  stopped: ['retry'],
}

/** Whether a retry without an edit can help. */
export function isRetryable(code: CauseCode): boolean {
  return code === 'changed_since_plan' || causeFixes[code].includes('retry')
}
