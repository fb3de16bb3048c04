/** Why a job waits or paused, and the state of an erasure. */
export const jobs = [
  /*i18n*/ { id: 'job.waiting_rate', message: 'Waiting: Kore.ai limits the rate of calls. Nothing is lost.' },
  /*i18n*/ {
    id: 'job.waiting_reads',
    message: 'Waiting: Kore.ai does not respond to reads of users. Nothing is lost.',
  },
  /*i18n*/ { id: 'job.waiting_unreachable', message: 'Waiting: Kore.ai cannot be reached. Nothing is lost.' },
  /*i18n*/ {
    id: 'job.waiting_disk',
    message:
      'Waiting for disk space: the disk that holds the database is full. Free some space; the job continues within seconds, and nothing is lost.',
  },
  /*i18n*/ {
    id: 'job.paused_credential',
    message:
      "Paused: Kore.ai refused Muster's credential. No user failed, and nothing more is sent. Check the client ID, the secret and the scopes of the app in the Kore.ai admin console, then test the connection in Settings, or restart Muster with a new secret: the job continues once the credential works.",
  },
  /*i18n*/ {
    id: 'job.paused_wrong_effect',
    message: 'Paused: a re-read does not show what Kore.ai reported. Review the failures, then resume or cancel.',
  },
  /*i18n*/ {
    id: 'job.paused_first_failed',
    message: 'Paused: the first {subjects} all failed. Review the failures, then resume or cancel.',
  },
  /*i18n*/ {
    id: 'job.paused_part_failed',
    message: 'Paused: {failed, number} of {subjects} failed. Review the failures, then resume or cancel.',
  },
  /*i18n*/ {
    id: 'job.held',
    message: 'Held: the database was restored from a backup or copied. An owner releases jobs under Settings.',
  },
  /*i18n*/ {
    id: 'job.held_for_account',
    message: 'Held: Muster is connected to another account. An owner decides under Settings.',
  },
  /*i18n*/ {
    id: 'job.other_account',
    message: 'Ended: Muster was connected to {to} instead of {from}. Users without an outcome were not sent.',
  },
  /*i18n*/ {
    id: 'erasure.other_account',
    message: 'Muster is no longer connected to {account}, where this was requested. Check the request there.',
  },
  /*i18n*/ { id: 'job.paused_by', message: 'Paused by {member}' },
  /*i18n*/ {
    id: 'job.paused_without_member',
    message: 'Paused: {member}, who applied the plan, was disabled or removed. Review the job, then resume or cancel.',
  },
  /*i18n*/ {
    id: 'job.paused_without_permission',
    message:
      'Paused: {member}, who applied the plan, no longer has the permissions for it. Review the job, then resume or cancel.',
  },
  /*i18n*/ {
    id: 'erasure.lost',
    message:
      'The response to this request was lost, and with it the request ID. Kore.ai may or may not be erasing. Decide on the job: send it again (harmless, a second request) or keep it.',
  },
  /*i18n*/ {
    id: 'erasure.refused',
    message:
      'The response to this request refused the credential and named no request ID. Kore.ai may or may not be erasing. Decide on the job: send it again (harmless, a second request) or keep it.',
  },
  /*i18n*/ {
    id: 'erasure.lost_by_script',
    message:
      'The response to a script’s request was lost, and with it the request ID. Kore.ai may or may not be erasing. Send the request again (harmless, a second request) or keep it as is.',
  },
  /*i18n*/ { id: 'erasure.kept_by', message: 'Kept as unknown by {member}' },
  /*i18n*/ { id: 'erasure.sent_again_by', message: 'Sent again by {member} as another request' },
  /*i18n*/ {
    id: 'erasure.not_erased',
    message: 'Kore.ai did not erase the data of {failed, number} of {total, plural, one {# person} other {# people}}.',
  },
  /*i18n*/ { id: 'erasure.no_end', message: 'No end after 72 hours: ask Kore.ai about request {request}.' },
  /*i18n*/ {
    id: 'erasure.not_known_yet',
    message: 'Kore.ai does not know this request yet. Muster checks again.',
  },
  /*i18n*/ {
    id: 'erasure.no_progress',
    message: 'Kore.ai did not return the progress of this request. Muster checks again.',
  },
  /*i18n*/ { id: 'done.paused', message: 'paused' },
  /*i18n*/ { id: 'done.resumed', message: 'resumed' },
  /*i18n*/ { id: 'done.canceled', message: 'canceled' },
  /*i18n*/ { id: 'job_state.queued', message: 'queued' },
  /*i18n*/ { id: 'job_state.running', message: 'running' },
  /*i18n*/ { id: 'job_state.waiting', message: 'waiting' },
  /*i18n*/ { id: 'job_state.pausing', message: 'pausing' },
  /*i18n*/ { id: 'job_state.paused', message: 'paused' },
  /*i18n*/ { id: 'job_state.cancelling', message: 'being canceled' },
  /*i18n*/ { id: 'job_state.cancelled', message: 'canceled' },
  /*i18n*/ { id: 'job_state.done', message: 'done' },
] as const
