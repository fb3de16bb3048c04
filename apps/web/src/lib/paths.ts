import { buildUrl } from './url.ts'

/** What the users page keeps in its address. */
export interface UsersSearch {
  readonly q?: string
  readonly group?: string
  readonly role?: string
  readonly bot?: string
  readonly flag?: string
  readonly status?: string
  readonly sort?: string
  /** The open drawer. */
  readonly user?: string
  /** Cursor of the page shown; absent on the first. */
  readonly after?: string
}

/** What a job's page keeps in its address. */
export interface JobSearch {
  readonly view?: string
  readonly cause?: string
  readonly outcome?: string
}

/** Every address of the desk, built in one place. */
export const paths = {
  signIn: (search?: { readonly to?: string }) => buildUrl('/sign-in', {}, search),
  users: (search?: UsersSearch) => buildUrl('/users', {}, search),
  uploads: () => '/uploads',
  upload: (uploadId: string) => buildUrl('/uploads/:uploadId', { uploadId }),
  plans: () => '/plans',
  plan: (planId: string) => buildUrl('/plans/:planId', { planId }),
  jobs: (search?: { readonly state?: string; readonly only?: string }) => buildUrl('/jobs', {}, search),
  job: (jobId: string, search?: JobSearch) => buildUrl('/jobs/:jobId', { jobId }, search),
  erasures: () => '/erasures',
  erasure: (erasureId: string) => buildUrl('/erasures/:erasureId', { erasureId }),
  audit: (search?: { readonly jobId?: string; readonly userId?: string }) => buildUrl('/audit', {}, search),
  settings: () => '/settings',
} as const
