import type { CauseCode } from '@muster/core/outcome/cause'
import type { CauseMessages, PlannedCause } from './planned-causes.ts'

/** Causes found while a job runs, and changes that cannot be undone. */
export const sentCauses: Readonly<Record<Exclude<CauseCode, PlannedCause>, CauseMessages>> = {
  not_authorized: {
    title: /*i18n*/ { id: 'Kore.ai does not allow this for this user' },
    explanation: /*i18n*/ {
      id: 'Kore.ai responded that this is not authorized. This response is usual for account owners and for users who own a bot.',
    },
    remedy: /*i18n*/ { id: 'Transfer the ownership in the Kore.ai admin console, then retry.' },
  },
  owns_bot: {
    title: /*i18n*/ { id: 'The user owns a bot' },
    explanation: /*i18n*/ { id: 'Kore.ai neither removes nor erases owners and co-developers of a bot.' },
    remedy: /*i18n*/ {
      id: 'Transfer the ownership of the bot in the Kore.ai admin console, sync the directory, then plan again.',
    },
  },
  already_gone: {
    title: /*i18n*/ { id: 'Already removed' },
    explanation: /*i18n*/ {
      id: 'Kore.ai no longer has the user: another member, another system or an earlier request removed them.',
    },
    remedy: /*i18n*/ { id: 'Nothing to do. Sync the directory if it still shows the user.' },
  },
  member_of_account: {
    title: /*i18n*/ { id: 'Still a user of this account' },
    explanation: /*i18n*/ { id: 'Kore.ai erases only data of customers, not of users who belong to an account.' },
    remedy: /*i18n*/ { id: 'Remove the user from the account first, then queue the erasure.' },
  },
  erasure_failed: {
    title: /*i18n*/ { id: 'Kore.ai did not erase the data' },
    explanation: /*i18n*/ { id: 'Kore.ai queued the erasure, and its status reports a failure for this person.' },
    remedy: /*i18n*/ {
      id: 'Make sure that the person owns no bot and belongs to no account, then queue the erasure again.',
    },
  },
  erasure_under_way: {
    title: /*i18n*/ { id: 'Erasure already in progress' },
    explanation: /*i18n*/ {
      id: 'An earlier request erases the data of this person in the same scope and has not finished yet.',
    },
    remedy: /*i18n*/ { id: 'Follow the earlier request. If its response was lost, decide about it first.' },
  },
  changed_since_plan: {
    title: /*i18n*/ { id: 'Changed since the plan' },
    explanation: /*i18n*/ {
      id: 'The access of this user changed after the plan was made, so the reviewed change no longer fits.',
    },
    remedy: /*i18n*/ { id: 'Plan again and review the new before and after.' },
  },
  cannot_undo: {
    title: /*i18n*/ { id: 'The change cannot be undone' },
    explanation: /*i18n*/ { id: 'Muster cannot invite a removed user again, and erased data is gone.' },
    remedy: /*i18n*/ { id: 'Invite a removed user in the Kore.ai admin console. Erased data cannot be restored.' },
  },
  kore_refused: {
    title: /*i18n*/ { id: 'Kore.ai refused this user' },
    explanation: /*i18n*/ {
      id: 'Kore.ai responded with a reason that Muster does not recognize. Muster shows it unchanged.',
    },
    remedy: /*i18n*/ { id: "Read Kore.ai's response, correct the cause, and retry." },
  },
  unexpected_answer: {
    title: /*i18n*/ { id: 'Unrecognized response' },
    explanation: /*i18n*/ {
      id: 'The response does not prove that the change was made, so Muster does not count it as a success.',
    },
    remedy: /*i18n*/ { id: 'Check the user. A retry is safe for updates and removals.' },
  },
  request_refused: {
    title: /*i18n*/ { id: 'Kore.ai refused the request' },
    explanation: /*i18n*/ { id: 'Kore.ai refused the whole request, even with this user alone. Nothing was changed.' },
    remedy: /*i18n*/ { id: "Read Kore.ai's response, correct the cause, and retry." },
  },
  no_answer: {
    title: /*i18n*/ { id: 'No response' },
    explanation: /*i18n*/ {
      id: 'The request was sent, and no response proves its result. Each user shows what a second read found; an erasure cannot be read.',
    },
    remedy: /*i18n*/ {
      id: 'Retry: that is safe for updates and removals. An erasure is sent again only if you decide to.',
    },
  },
  user_unreadable: {
    title: /*i18n*/ { id: 'The user could not be read' },
    explanation: /*i18n*/ {
      id: 'Kore.ai did not return the current access of this user. Nothing was sent, because an update always carries both flags and could have reverted another change.',
    },
    remedy: /*i18n*/ { id: 'Retry later. If it happens again, check the user in the Kore.ai admin console.' },
  },
  not_verified: {
    title: /*i18n*/ { id: 'Not verified' },
    explanation: /*i18n*/ {
      id: 'Kore.ai reported the change as done, and Muster could not read the user afterwards to confirm it.',
    },
    remedy: /*i18n*/ { id: 'Sync the directory later and check the user.' },
  },
  rate_limited: {
    title: /*i18n*/ { id: 'Rate limit reached' },
    explanation: /*i18n*/ { id: 'Muster or another program used up the calls that Kore.ai allows.' },
    remedy: /*i18n*/ { id: 'Retry later. Muster stays within the limit automatically.' },
  },
  credential_rejected: {
    title: /*i18n*/ { id: 'Kore.ai rejected the credential' },
    explanation: /*i18n*/ {
      id: 'The client ID, the secret or the scopes of the app do not match what Kore.ai expects. Nothing was changed.',
    },
    remedy: /*i18n*/ {
      id: 'Check the app and its scopes in the Kore.ai admin console and test the connection, then retry.',
    },
  },
  upstream_trouble: {
    title: /*i18n*/ { id: 'Kore.ai is unavailable' },
    explanation: /*i18n*/ { id: 'Kore.ai could not be reached or responded with an internal error.' },
    remedy: /*i18n*/ { id: 'Retry later.' },
  },
  cancelled: {
    title: /*i18n*/ { id: 'The job was canceled' },
    explanation: /*i18n*/ { id: 'A member canceled the job before this user was sent. Nothing was changed.' },
    remedy: /*i18n*/ { id: 'Retry if you still need the change.' },
  },
  stopped: {
    title: /*i18n*/ { id: 'The job stopped before this user' },
    explanation: /*i18n*/ { id: 'The job stopped automatically because calls kept failing. This user was not sent.' },
    remedy: /*i18n*/ { id: 'Check why the job stopped, then retry.' },
  },
}
