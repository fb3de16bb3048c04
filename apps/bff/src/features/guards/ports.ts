/** Who stopped all changes, when and why. */
export interface Stop {
  readonly at: number
  readonly by: string
  readonly reason: string
}

/** The stop switch. It is stored, so it survives a restart and applies to all replicas. */
export interface StopSwitch {
  read(): Promise<Stop | null>
  /** Stops with an audit entry; false when changes are stopped already. Returns once no further call may leave. */
  stop(stop: Stop): Promise<{ readonly stopped: boolean; readonly jobs: readonly string[] }>
  /** Resumes with an audit entry; false when nothing is stopped. */
  resume(by: { readonly at: number; readonly by: string }): Promise<boolean>
}
