import type {
  AccessSearch,
  ApprovalsSearch,
  AuditSearch,
  CasesSearch,
  HoldersSearch,
  JobSearch,
  JobsSearch,
  UsersSearch,
} from './page-search.ts'
import { buildUrl } from './url.ts'

/** Builds the URL of every page. `page-search.ts` declares what their searches hold. */
export const paths = {
  signIn: (search?: { readonly to?: string }) => buildUrl('/sign-in', {}, search),
  home: () => '/home',
  users: (search?: UsersSearch) => buildUrl('/users', {}, search),
  access: (search?: AccessSearch) => buildUrl('/access', {}, search),
  /** One group, role or bot, with its users. */
  accessOf: (kind: 'groups' | 'roles' | 'bots', id: string, search?: HoldersSearch) =>
    buildUrl('/access/:kind/:id', { kind, id }, search),
  uploads: () => '/uploads',
  upload: (uploadId: string) => buildUrl('/uploads/:uploadId', { uploadId }),
  plans: () => '/plans',
  plan: (planId: string) => buildUrl('/plans/:planId', { planId }),
  approvals: (search?: ApprovalsSearch) => buildUrl('/approvals', {}, search),
  jobs: (search?: JobsSearch) => buildUrl('/jobs', {}, search),
  job: (jobId: string, search?: JobSearch) => buildUrl('/jobs/:jobId', { jobId }, search),
  erasures: () => '/erasures',
  erasure: (erasureId: string) => buildUrl('/erasures/:erasureId', { erasureId }),
  erasureCases: (search?: CasesSearch) => buildUrl('/erasures/cases', {}, search),
  erasureCase: (caseId: string) => buildUrl('/erasures/cases/:caseId', { caseId }),
  receipt: (erasureId: string) => buildUrl('/erasures/:erasureId/receipt', { erasureId }),
  /** Verifies a receipt; needs no sign-in. */
  verify: () => '/verify',
  audit: (search?: AuditSearch) => buildUrl('/audit', {}, search),
  settings: () => '/settings',
  members: () => '/settings/members',
} as const
