/** Approval of plans by another member. */
export const approvals = [
  /*i18n*/ { id: 'approval.removes', message: '{count, plural, one {# user is removed} other {# users are removed}}' },
  /*i18n*/ {
    id: 'approval.erases',
    message: '{count, plural, one {the data of # person is erased} other {the data of # people is erased}}',
  },
  /*i18n*/ {
    id: 'approval.elevates',
    message: '{count, plural, one {# admin role is granted} other {# admin roles are granted}}',
  },
  /*i18n*/ { id: 'approval.changes', message: '{count, plural, one {# user is changed} other {# users are changed}}' },
  /*i18n*/ { id: 'approval_state.waiting', message: 'waiting for approval' },
  /*i18n*/ { id: 'approval_state.changes_requested', message: 'changes requested' },
  /*i18n*/ { id: 'approval_state.approved', message: 'approved' },
  /*i18n*/ { id: 'approval_state.rejected', message: 'rejected' },
  /*i18n*/ { id: 'approval_state.withdrawn', message: 'withdrawn' },
  /*i18n*/ {
    id: 'problem.approval_required',
    message: 'This needs the approval of another member: {reasons}. Make a plan in Muster and send it for approval.',
  },
  /*i18n*/ {
    id: 'problem.approval_stale',
    message: 'The plan is applied already, or it is not the reviewed one: its hash differs. Read the plan again.',
  },
  /*i18n*/ {
    id: 'problem.approval_not_ready',
    message: 'This plan cannot be approved: it is applied, older than 24 hours or still being computed.',
  },
  /*i18n*/ { id: 'problem.approval_none', message: 'There is no request for approval of this plan.' },
  /*i18n*/ {
    id: 'problem.approval_state',
    message: 'The request for approval is in the state “{state}”. Read it again.',
  },
  /*i18n*/ {
    id: 'problem.approval_author_only',
    message: 'Only {author}, who made the plan, can do this.',
  },
  /*i18n*/ {
    id: 'problem.plan_name_author',
    message: 'Only {author}, who made the plan, and members who may approve plans can rename it.',
  },
  /*i18n*/ {
    id: 'problem.approval_renewed',
    message:
      'You or {author}, the author of this plan, used a link for a new passphrase in the last 24 hours that the other issued, or both of you used links of one member. Another member must approve the plan.',
  },
  /*i18n*/ { id: 'problem.approval_own', message: 'Another member must approve a plan that you made.' },
  /*i18n*/ { id: 'audit.approval_requested', message: '{actor} requested approval of "{title}": {comment}' },
  /*i18n*/ { id: 'audit.approval_commented', message: '{actor} commented on the request for "{title}": {comment}' },
  /*i18n*/ { id: 'audit.approval_withdrawn', message: '{actor} withdrew the request for approval of "{title}"' },
  /*i18n*/ { id: 'audit.approval_approved', message: '{actor} approved "{title}" of {author}: SHA-256 {hash}' },
  /*i18n*/ { id: 'audit.approval_rejected', message: '{actor} rejected "{title}" of {author}: SHA-256 {hash}' },
  /*i18n*/ {
    id: 'audit.approval_changes_requested',
    message: '{actor} requested changes to "{title}" of {author}: SHA-256 {hash}',
  },
  /*i18n*/ {
    id: 'audit.policy_changed',
    message: '{actor} changed the approval policy. Approval is needed for: {rules}',
  },
  /*i18n*/ { id: 'policy.none', message: 'no plan' },
  /*i18n*/ { id: 'policy.from_users', message: '{kind} from {count, plural, one {# user} other {# users}}' },
  /*i18n*/ { id: 'policy.from_percent', message: '{kind} from {percent}% of the account' },
  /*i18n*/ { id: 'policy_kind.remove', message: 'removal' },
  /*i18n*/ { id: 'policy_kind.erase', message: 'erasure' },
  /*i18n*/ { id: 'policy_kind.elevate', message: 'admin roles' },
  /*i18n*/ { id: 'policy_kind.everything', message: 'every change' },
  /*i18n*/ { id: 'problem_title.approval_required', message: 'The plan needs approval' },
] as const
