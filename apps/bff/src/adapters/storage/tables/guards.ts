export interface GuardsTables {
  /** One row. */
  guard_state: {
    one: boolean
    stopped_at: Date | null
    stopped_by: string | null
    stop_reason: string | null
  }
  job_guards: {
    job_id: string
    /** No call leaves before. */
    start_at: Date | null
    /** A member confirmed the share of the account. */
    share_confirmed: boolean
  }
  /** Removals and erasures sent, for the sum of 24 hours. */
  destructive_sends: { job_id: string; seq: number; kind: 'remove' | 'erase'; user_id: string | null; at: Date }
  /** Admin roles that calls took away, until the directory has synced the user again. */
  admin_losses: { user_id: string; role_id: string; job_id: string; seq: number; at: Date }
}
