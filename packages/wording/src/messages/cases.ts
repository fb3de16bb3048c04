/** Why a request about an erasure case, or a plan of one, was refused. */
export const cases = [
  /*i18n*/ {
    id: 'problem.case_users',
    message: 'Some of these people are still users of the account. Plan their removal first.',
  },
  /*i18n*/ { id: 'problem.case_erased', message: 'The data of all people of this case is erased.' },
  /*i18n*/ { id: 'problem.no_case', message: 'This erasure case does not exist. Open the list of cases.' },
  /*i18n*/ { id: 'problem.case_closed', message: 'The case is closed.' },
  /*i18n*/ { id: 'problem.case_held', message: 'The case is on hold. End the hold first.' },
  /*i18n*/ { id: 'problem.plan_case_closed', message: 'The erasure case of this plan is closed.' },
  /*i18n*/ {
    id: 'problem.plan_case_held',
    message: 'The erasure case of this plan is on hold. End the hold of the case first.',
  },
  /*i18n*/ { id: 'problem.case_not_held', message: 'The case is not on hold.' },
  /*i18n*/ {
    id: 'problem.case_applied',
    message: 'The job of this case runs. To stop it, cancel the job.',
  },
  /*i18n*/ { id: 'problem.case_no_users', message: 'None of these people is a user of the account. Plan the erasure.' },
  /*i18n*/ {
    id: 'problem.plan_of_case',
    message: 'The erasure case of this plan was closed, put on hold or got another plan. Open the case.',
  },
  /*i18n*/ { id: 'field.received_later', message: 'This day is in the future.' },
  /*i18n*/ { id: 'field.due_before', message: 'The deadline is before the receipt.' },
  /*i18n*/ { id: 'field.reference_taken', message: 'Another case has this reference.' },
] as const
