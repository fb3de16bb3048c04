import type { CauseCode } from '../outcome/cause.ts'
import type { CauseText } from './cause-text-entry.ts'
import type { PlannedCause } from './cause-text-planned.ts'

/** Causes found while a job runs, and what cannot be taken back. */
export const sentCauses: Readonly<Record<Exclude<CauseCode, PlannedCause>, CauseText>> = {
  not_authorized: {
    title: 'Kore.ai does not allow this for this user',
    explanation:
      'Kore.ai answered that it is not authorized to do this. It does so for account owners and for users who own a bot.',
    remedy: 'Transfer the ownership to somebody else in the Kore.ai admin console, then ask again.',
    retryable: true,
    fixes: ['retry'],
  },
  owns_bot: {
    title: 'The user owns a bot',
    explanation: 'Owners and co-developers of a bot can be neither removed nor erased.',
    remedy: 'Transfer the ownership of the bot in the Kore.ai admin console, sync the directory, then plan again.',
    retryable: true,
    fixes: ['retry', 'plan_again'],
  },
  already_gone: {
    title: 'The user was gone already',
    explanation: 'Kore.ai does not know the user any more: somebody else removed them, or an earlier request did.',
    remedy: 'Nothing is left to do. Refresh the directory if it still shows the user.',
    retryable: false,
    fixes: [],
  },
  member_of_account: {
    title: 'The person is still a user of this account',
    explanation: 'Kore.ai erases data of customers only, not of people who belong to an account.',
    remedy: 'Remove the user from the account first, then queue the erasure.',
    retryable: false,
    fixes: ['remove_first', 'plan_again'],
  },
  erasure_failed: {
    title: 'Kore.ai did not erase the data',
    explanation: 'The erasure was queued, and its status says that it did not succeed for this person.',
    remedy: 'Make sure the person owns no bot and belongs to no account, then queue it again.',
    retryable: true,
    fixes: ['retry'],
  },
  erasure_under_way: {
    title: 'Already being erased',
    explanation: 'An earlier request erases the data of this person in the same scope and has not finished yet.',
    remedy: 'Follow the earlier request. If its response was lost, decide about it first.',
    retryable: false,
    fixes: [],
  },
  changed_since_plan: {
    title: 'Changed since the plan',
    explanation:
      'Somebody changed the access of this user between the plan and now, so what was reviewed no longer fits.',
    remedy: 'Plan again and look at the new before and after.',
    retryable: true,
    fixes: ['plan_again'],
  },
  cannot_undo: {
    title: 'Cannot be undone',
    explanation: 'Muster cannot invite a removed user again, and erased data is gone.',
    remedy: 'Invite a removed user in the Kore.ai admin console. Nothing brings erased data back.',
    retryable: false,
    fixes: [],
  },
  kore_refused: {
    title: 'Kore.ai refused this user',
    explanation: 'Kore.ai answered with a reason Muster has no words for, so it is told in its own.',
    remedy: 'Read what Kore.ai says, correct it, and ask again.',
    retryable: true,
    fixes: ['retry', 'replace_identifier'],
  },
  unexpected_answer: {
    title: 'Kore.ai answered in an unknown way',
    explanation: 'The answer does not say whether the change was made, and it is not counted as a success.',
    remedy: 'Look at the user: asking again is safe for updates and removals.',
    retryable: true,
    fixes: ['retry'],
  },
  request_refused: {
    title: 'Kore.ai refused the request',
    explanation: 'Kore.ai refused the request as a whole, even with this user alone. Nothing was changed.',
    remedy: 'Read what Kore.ai says, correct it, and ask again.',
    retryable: true,
    fixes: ['retry'],
  },
  no_answer: {
    title: 'No answer came back',
    explanation:
      'The request left, and no answer came that says how it ended. What a second look showed is beside each user; of an erasure nothing can be seen.',
    remedy: 'Ask again: for updates and removals that is safe. An erasure is sent again only if you decide so.',
    retryable: true,
    fixes: ['retry'],
  },
  user_unreadable: {
    title: 'The user could not be read',
    explanation:
      'Kore.ai did not show the current access of this user. An update always carries both flags, so sending it could have reverted a change made by somebody else. Nothing was sent.',
    remedy: 'Retry later. If it happens again, look at the user in the Kore.ai admin console.',
    retryable: true,
    fixes: ['retry'],
  },
  not_verified: {
    title: 'Not verified',
    explanation: 'Kore.ai reported the change as done, and Muster could not read the user afterwards to confirm it.',
    remedy: 'Sync the directory later and look at the user.',
    retryable: false,
    fixes: [],
  },
  rate_limited: {
    title: 'Kore.ai asked to wait',
    explanation: 'The number of calls Kore.ai allows was used up, by Muster or by another program.',
    remedy: 'Ask again later. Muster keeps to the limit by itself.',
    retryable: true,
    fixes: ['retry'],
  },
  credential_rejected: {
    title: 'Kore.ai rejected the credential',
    explanation:
      'The client id, the secret or the scopes of the app are not what Kore.ai expects. Nothing was changed.',
    remedy: 'Check the app and its scopes in the Kore.ai admin console and test the connection, then ask again.',
    retryable: true,
    fixes: ['retry'],
  },
  upstream_trouble: {
    title: 'Kore.ai has trouble',
    explanation: 'Kore.ai could not be reached or answered with an error of its own.',
    remedy: 'Ask again later.',
    retryable: true,
    fixes: ['retry'],
  },
  cancelled: {
    title: 'The job was cancelled',
    explanation: 'Somebody cancelled the job before this user was sent. Nothing was changed.',
    remedy: 'Ask again if it is still wanted.',
    retryable: true,
    fixes: ['retry'],
  },
  stopped: {
    title: 'The job stopped before this user',
    explanation: 'The job stopped by itself because calls kept failing. This user was not sent.',
    remedy: 'See why the job stopped, then ask again.',
    retryable: true,
    fixes: ['retry'],
  },
}
