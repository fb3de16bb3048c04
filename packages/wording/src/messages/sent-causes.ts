/** Causes found when a change is sent. */
export const sentCauses = [
  /*i18n*/ { id: 'cause_title.not_authorized', message: 'Kore.ai does not allow this for this user' },
  /*i18n*/ {
    id: 'cause_explanation.not_authorized',
    message:
      'Kore.ai responded that this is not authorized. This response is usual for account owners and for users who own a bot.',
  },
  /*i18n*/ {
    id: 'cause_remedy.not_authorized',
    message: 'Transfer the ownership in the Kore.ai admin console, then retry.',
  },
  /*i18n*/ { id: 'cause_title.owns_bot', message: 'The user owns a bot' },
  /*i18n*/ {
    id: 'cause_explanation.owns_bot',
    message: 'Kore.ai neither removes nor erases owners and co-developers of a bot.',
  },
  /*i18n*/ {
    id: 'cause_remedy.owns_bot',
    message: 'Transfer the ownership of the bot in the Kore.ai admin console, sync the directory, then plan again.',
  },
  /*i18n*/ { id: 'cause_title.already_gone', message: 'Already removed' },
  /*i18n*/ {
    id: 'cause_explanation.already_gone',
    message: 'Kore.ai no longer has the user: another member, another system or an earlier request removed them.',
  },
  /*i18n*/ {
    id: 'cause_remedy.already_gone',
    message: 'Nothing to do. Sync the directory if it still shows the user.',
  },
  /*i18n*/ { id: 'cause_title.member_of_account', message: 'Still a user of this account' },
  /*i18n*/ {
    id: 'cause_explanation.member_of_account',
    message: 'Kore.ai erases only data of customers, not of users who belong to an account.',
  },
  /*i18n*/ {
    id: 'cause_remedy.member_of_account',
    message: 'Remove the user from the account first, then queue the erasure.',
  },
  /*i18n*/ { id: 'cause_title.erasure_failed', message: 'Kore.ai did not erase the data' },
  /*i18n*/ {
    id: 'cause_explanation.erasure_failed',
    message: 'Kore.ai queued the erasure, and its status reports a failure for this person.',
  },
  /*i18n*/ {
    id: 'cause_remedy.erasure_failed',
    message: 'Make sure that the person owns no bot and belongs to no account, then queue the erasure again.',
  },
  /*i18n*/ { id: 'cause_title.erasure_under_way', message: 'Erasure already in progress' },
  /*i18n*/ {
    id: 'cause_explanation.erasure_under_way',
    message: 'An earlier request erases the data of this person in the same scope and has not finished yet.',
  },
  /*i18n*/ {
    id: 'cause_remedy.erasure_under_way',
    message: 'Follow the earlier request. If its response was lost, decide about it first.',
  },
  /*i18n*/ { id: 'cause_title.changed_since_plan', message: 'Changed since the plan' },
  /*i18n*/ {
    id: 'cause_explanation.changed_since_plan',
    message:
      'The access of this user, or the user behind the address, changed after the plan was made, so the reviewed change no longer fits.',
  },
  /*i18n*/ { id: 'cause_remedy.changed_since_plan', message: 'Plan again and review the new before and after.' },
  /*i18n*/ { id: 'cause_title.cannot_undo', message: 'The change cannot be undone' },
  /*i18n*/ {
    id: 'cause_explanation.cannot_undo',
    message:
      'Muster cannot invite a removed user again, erased data is gone, and only access that Muster knew before the change can be restored.',
  },
  /*i18n*/ {
    id: 'cause_remedy.cannot_undo',
    message:
      'Invite a removed user, or restore the access, in the Kore.ai admin console. Erased data cannot be restored.',
  },
  /*i18n*/ { id: 'cause_title.kore_refused', message: 'Kore.ai refused this user' },
  /*i18n*/ {
    id: 'cause_explanation.kore_refused',
    message: 'Kore.ai responded with a reason that Muster does not recognize. Muster shows it unchanged.',
  },
  /*i18n*/ { id: 'cause_remedy.kore_refused', message: "Read Kore.ai's response, correct the cause, and retry." },
  /*i18n*/ { id: 'cause_title.unexpected_response', message: 'Unrecognized response' },
  /*i18n*/ {
    id: 'cause_explanation.unexpected_response',
    message: 'The response does not prove that the change was made, so Muster does not count it as a success.',
  },
  /*i18n*/ {
    id: 'cause_remedy.unexpected_response',
    message: 'Check the user. A retry is safe for updates and removals.',
  },
  /*i18n*/ { id: 'cause_title.request_refused', message: 'Kore.ai refused the request' },
  /*i18n*/ {
    id: 'cause_explanation.request_refused',
    message: 'Kore.ai refused the whole request, even with this user alone. Nothing was changed.',
  },
  /*i18n*/ { id: 'cause_remedy.request_refused', message: "Read Kore.ai's response, correct the cause, and retry." },
  /*i18n*/ { id: 'cause_title.no_response', message: 'No response' },
  /*i18n*/ {
    id: 'cause_explanation.no_response',
    message:
      'The request was sent, and no response proves its result. Each user shows what a second read found; an erasure cannot be read.',
  },
  /*i18n*/ {
    id: 'cause_remedy.no_response',
    message: 'Retry: that is safe for updates and removals. An erasure is sent again only if you decide to.',
  },
  /*i18n*/ { id: 'cause_title.user_unreadable', message: 'The user could not be read' },
  /*i18n*/ {
    id: 'cause_explanation.user_unreadable',
    message:
      'Kore.ai did not return the current access of this user. Nothing was sent, because the change could have reverted another one or taken more than planned.',
  },
  /*i18n*/ {
    id: 'cause_remedy.user_unreadable',
    message: 'Retry later. If it happens again, check the user in the Kore.ai admin console.',
  },
  /*i18n*/ { id: 'cause_title.not_verified', message: 'Not verified' },
  /*i18n*/ {
    id: 'cause_explanation.not_verified',
    message: 'Kore.ai reported the change as done, and Muster could not read the user afterwards to confirm it.',
  },
  /*i18n*/ { id: 'cause_remedy.not_verified', message: 'Sync the directory later and check the user.' },
  /*i18n*/ { id: 'cause_title.rate_limited', message: 'Rate limit reached' },
  /*i18n*/ {
    id: 'cause_explanation.rate_limited',
    message: 'Muster or another program used up the calls that Kore.ai allows.',
  },
  /*i18n*/ { id: 'cause_remedy.rate_limited', message: 'Retry later. Muster stays within the limit automatically.' },
  /*i18n*/ { id: 'cause_title.credential_rejected', message: 'Kore.ai refused the credential' },
  /*i18n*/ {
    id: 'cause_explanation.credential_rejected',
    message:
      'The client ID, the secret or the scopes of the app do not match what Kore.ai expects. Nothing was changed.',
  },
  /*i18n*/ {
    id: 'cause_remedy.credential_rejected',
    message: 'Check the app and its scopes in the Kore.ai admin console and test the connection, then retry.',
  },
  /*i18n*/ { id: 'cause_title.upstream_trouble', message: 'Kore.ai is unavailable' },
  /*i18n*/ {
    id: 'cause_explanation.upstream_trouble',
    message: 'Kore.ai could not be reached or responded with an internal error.',
  },
  /*i18n*/ { id: 'cause_remedy.upstream_trouble', message: 'Retry later.' },
  /*i18n*/ { id: 'cause_title.cancelled', message: 'The job was canceled' },
  /*i18n*/ {
    id: 'cause_explanation.cancelled',
    message: 'A member canceled the job before this user was sent. Nothing was changed.',
  },
  /*i18n*/ { id: 'cause_remedy.cancelled', message: 'Retry if you still need the change.' },
  /*i18n*/ { id: 'cause_title.stopped', message: 'The job stopped before this user' },
  /*i18n*/ {
    id: 'cause_explanation.stopped',
    message: 'The job stopped automatically because calls kept failing. This user was not sent.',
  },
  /*i18n*/ { id: 'cause_remedy.stopped', message: 'Check why the job stopped, then retry.' },
] as const
