// Without schemas, so the first chunk of the web app can check the search of a URL by these.

/** Sources of a plan; `script` is a call of the pass-through. */
export const planSourceKinds = ['selection', 'identifiers', 'edit', 'upload', 'retry', 'undo', 'script'] as const

/** Which plans a list shows; `draft` and `expired` are not applied and not replaced, `waiting` wait for approval. */
export const planFilters = ['draft', 'waiting', 'expired', 'applied', 'not_applied'] as const

export const erasureStates = ['queued', 'in_progress', 'erased', 'failed', 'needs_decision'] as const

/** Which erasure cases a list shows; `open` are all that are not closed. */
export const caseFilters = ['open', 'due_soon', 'overdue', 'held', 'closed'] as const

export const userFlags = ['developer', 'not_developer', 'bot_creator', 'not_bot_creator'] as const

export const userStatuses = ['active', 'not_active', 'locked', 'suspended', 'unknown'] as const

/** Orders of users by a column; `-` is descending. */
export const columnSorts = ['email', '-email', 'name', '-name', 'status', '-status', 'synced', '-synced'] as const

/** Orders by a column without an index, for at most 10,000 users that match. */
export const boundedSorts = [
  'org',
  '-org',
  'groups',
  '-groups',
  'roles',
  '-roles',
  'flags',
  '-flags',
  'login',
  '-login',
] as const

/** Columns of the users table besides the user, in the order without a choice of the member. */
export const tableColumns = ['groups', 'roles', 'flags', 'org', 'login', 'status'] as const
export const tableDensities = ['comfortable', 'compact'] as const
export const pageSizes = [25, 50, 100, 200] as const

/** Why a sign-in through the identity provider was refused. The page shows it; the audit records it. */
export const oidcRefusals = [
  'unreachable',
  'expired',
  'denied',
  'invalid',
  'email',
  'no_invitation',
  'no_role',
  'groups_cut',
  'disabled',
  'other_member',
  'not_fresh',
  'assurance',
] as const
