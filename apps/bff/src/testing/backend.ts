import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listGroups } from '@muster/contracts/access'
import * as jobs from '@muster/contracts/jobs'
import * as plans from '@muster/contracts/plans'
import type { RouteCall } from '@muster/contracts/route'
import * as uploads from '@muster/contracts/uploads'
import { getDirectory } from '@muster/contracts/users'
import { type SandboxControl, type SandboxOptions, startSandbox } from '@muster/kore-sandbox'
import type { KoreTimeouts } from '../adapters/kore/transport/settings.ts'
import { createLogger } from '../adapters/logging/create-logger.ts'
import { beginDataDir } from '../adapters/storage/testing/pglite-template.ts'
import { compose } from '../compose/compose.ts'
import { parseConfig } from '../config/config.ts'
import { openApiClient } from './api-client.ts'

const defaultOwner = { email: 'owner@example.com', password: 'a password of the owner' }

/** The bytes of a file in `testing/cases`. */
export const caseFile = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'cases', name))

interface BackendOptions {
  readonly sandbox?: SandboxOptions
  /** More environment variables of the backend. */
  readonly env?: Readonly<Record<string, string>>
  /** Deadlines of calls to Kore.ai. */
  readonly timeouts?: KoreTimeouts
  /** A proxy between the backend and the sandbox; receives the sandbox's address and returns its own. */
  readonly between?: (sandboxUrl: string) => Promise<{ readonly url: string; close(): void }>
  /** Prepares the sandbox before the backend connects. */
  readonly prepare?: (control: SandboxControl) => void
}

/**
 * The whole backend with the embedded store and a sandbox, through HTTP like a browser: files in, plans,
 * jobs and the sandbox's ledger out. One instance serves a whole spec file. The directory is synced, or forbidden, on
 * return.
 */
export async function startBackend({
  sandbox: options = {},
  env = {},
  timeouts,
  between,
  prepare,
}: BackendOptions = {}) {
  const owner = {
    email: env['ADMIN_EMAIL'] ?? defaultOwner.email,
    password: env['ADMIN_PASSWORD'] ?? defaultOwner.password,
  }
  const folder = mkdtempSync(join(tmpdir(), 'backend-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Muster</title>')
  await beginDataDir(join(folder, 'data'))
  const sandbox = await startSandbox({ users: 60, limits: null, ...options })
  prepare?.(sandbox.control)
  const upstream = await between?.(sandbox.url)
  const parsed = parseConfig({
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    KORE_HOST: upstream?.url ?? sandbox.url,
    KORE_ENVIRONMENT: 'sandbox',
    KORE_CLIENT_ID: sandbox.clientId,
    KORE_CLIENT_SECRET: sandbox.clientSecret,
    KORE_RATE_PER_MINUTE: '100000',
    KORE_RATE_PER_HOUR: '1000000',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    ...env,
  })
  if (!parsed.ok) throw new Error(parsed.problems.join(' '))
  const { kore } = parsed.config
  const timed = kore === null || timeouts === undefined ? kore : { ...kore, timeouts }
  const running = await compose(
    { ...parsed.config, kore: timed },
    // A test sends more requests than a member does; the limit itself has a test of its own.
    { log: createLogger('error'), webRoot: folder, memberRequests: 100_000 },
  )
  const api = await openApiClient(running.url, owner)
  await api.until(
    () => api.call(getDirectory),
    ({ state }) => state === 'ready' || state === 'forbidden',
    240,
  )
  return {
    url: running.url,
    api,
    sandbox,
    /** Names of the account's groups by id. */
    groupNames: async () => new Map((await api.call(listGroups)).items.map(({ id, name }) => [id, name])),
    ...uploadsOf(api),
    ...changesOf(api),
    stop: async () => {
      api.close()
      await running.stop()
      upstream?.close()
      await sandbox.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

type Api = Awaited<ReturnType<typeof openApiClient>>
type Correction = RouteCall<typeof uploads.correctUpload>['body']
type Fix = RouteCall<typeof uploads.fixUploadRows>['body']

/** All pages of a list. */
async function allOf<T>(page: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>) {
  const items: T[] = []
  for (let cursor: string | undefined; ; ) {
    const { items: more, next } = await page(cursor)
    items.push(...more)
    if (next === null) return items
    cursor = next
  }
}

const from = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor })

function uploadsOf(api: Api) {
  const whenEnded = (id: string) =>
    api.until(
      () => api.call(uploads.getUpload, { params: { id } }),
      ({ state }) => state !== 'reading' && state !== 'checking',
    )
  /** Uploads a file and waits until its rows are validated or it is refused. */
  const upload = async (name: string, bytes: string | Uint8Array<ArrayBuffer>) => {
    const form = new FormData()
    form.set('file', new Blob([bytes]), name)
    const { id } = await api.call(uploads.createUpload, {}, form)
    return whenEnded(id)
  }
  return {
    upload,
    /** Uploads a file of `testing/cases`. */
    uploadCase: (name: string) => upload(name, new Uint8Array(caseFile(name))),
    /** Corrects the detected format or the column mapping and waits until the rows are validated again. */
    correct: async (id: string, body: Correction) => {
      await api.call(uploads.correctUpload, { params: { id }, body })
      return whenEnded(id)
    },
    /** Fixes rows. */
    fix: (id: string, body: Fix) => api.call(uploads.fixUploadRows, { params: { id }, body }),
    /** Every row, with its issues and suggestions. */
    rows: (id: string) =>
      allOf((cursor) => api.call(uploads.listUploadRows, { params: { id }, query: { limit: 200, ...from(cursor) } })),
  }
}

function changesOf(api: Api) {
  /** Makes a plan and waits until it is ready or failed. */
  const plan = async (source: plans.PlanSource) => {
    const { id } = await api.call(plans.createPlan, { body: source })
    return api.until(
      () => api.call(plans.getPlan, { params: { id } }),
      ({ state }) => state !== 'computing',
    )
  }
  /** Applies a plan with the confirmation it requests. Returns the job's id. */
  const apply = async ({ id, hash, confirmation }: plans.PlanEntry): Promise<string> => {
    const body = { hash: hash ?? '', ...('text' in confirmation ? { confirmation: confirmation.text } : {}) }
    const { jobId } = await api.call(plans.applyPlan, { params: { id }, body })
    return jobId
  }
  return {
    plan,
    planUpload: (uploadId: string) => plan({ kind: 'upload', uploadId }),
    planItems: (id: string) =>
      allOf((cursor) => api.call(plans.listPlanItems, { params: { id }, query: { limit: 200, ...from(cursor) } })),
    apply,
    /** Applies a plan and waits until its job ends. */
    run: async (ready: plans.PlanEntry) => {
      const id = await apply(ready)
      return api.until(
        () => api.call(jobs.getJob, { params: { id } }),
        ({ state }) => state === 'done' || state === 'cancelled' || state === 'paused',
      )
    },
    jobItems: (id: string) =>
      allOf((cursor) => api.call(jobs.listJobItems, { params: { id }, query: { limit: 200, ...from(cursor) } })),
    /** The report of a job as a file. */
    report: async (id: string, format: 'csv' | 'xlsx' | 'json' = 'csv') =>
      (await api.send('GET', `/api/jobs/${id}/report.${format}`)).bytes,
  }
}

export type Backend = Awaited<ReturnType<typeof startBackend>>
