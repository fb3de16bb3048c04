export const jobStates = [
  'queued',
  'running',
  'waiting',
  'pausing',
  'paused',
  'cancelling',
  'cancelled',
  'done',
] as const
export type JobState = (typeof jobStates)[number]

/**
 * What a job waits for: responses that were lost (their users are re-read once a late effect has landed), Kore.ai's rate
 * limit, the call budget, another job that changes the same users, Kore.ai to be reachable, a credential that Kore.ai accepts, space on the disk, its delayed start,
 * or an owner who resumes all changes.
 */
export const waitingReasons = [
  'lost_responses',
  'rate_limit',
  'call_budget',
  'other_job',
  'kore_unreachable',
  'credential',
  'storage_full',
  'delayed_start',
  'stopped',
] as const
export type WaitingReason = (typeof waitingReasons)[number]
