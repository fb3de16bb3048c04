import { acts } from './acts.ts'
import { approvals } from './approvals.ts'
import { audit } from './audit.ts'
import { cases } from './cases.ts'
import { causes } from './causes.ts'
import { confirmations } from './confirmations.ts'
import { connection } from './connection.ts'
import { directory } from './directory.ts'
import { fields } from './fields.ts'
import { files } from './files.ts'
import { jobs } from './jobs.ts'
import { mails } from './mails.ts'
import { members } from './members.ts'
import { notices } from './notices.ts'
import { oidc } from './oidc.ts'
import { plannedCauses } from './planned-causes.ts'
import { problemTitles } from './problem-titles.ts'
import { problems } from './problems.ts'
import { reports } from './reports.ts'
import { rights } from './rights.ts'
import { scripts } from './scripts.ts'
import { sentCauses } from './sent-causes.ts'
import { templates } from './templates.ts'
import { titles } from './titles.ts'
import { uploadIssues } from './upload-issues.ts'
import { workbooks } from './workbooks.ts'

/** Every message that is stored or sent as a code, in English. */
export const codedMessages = [
  ...titles,
  ...confirmations,
  ...jobs,
  ...causes,
  ...plannedCauses,
  ...sentCauses,
  ...uploadIssues,
  ...connection,
  ...directory,
  ...fields,
  ...files,
  ...workbooks,
  ...problemTitles,
  ...cases,
  ...problems,
  ...reports,
  ...templates,
  ...notices,
  ...scripts,
  ...audit,
  ...acts,
  ...rights,
  ...members,
  ...mails,
  ...oidc,
  ...approvals,
] as const
