import { koreUpdateUsers } from '@muster/contracts/kore'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { readBody } from '../../http/request/read-body.ts'
import { parseJson } from '../../http/request/strict-json.ts'
import { actorOf, type Reply, type RequestContext } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import type { KorePassThrough, PassThroughOperation, PassThroughResult, ScriptJobs } from './ports.ts'

export interface KoreDeps {
  readonly passThrough: KorePassThrough
  readonly scripts: ScriptJobs
}

const names: Readonly<Record<PassThroughOperation, string>> = {
  updateUsers: 'Update Users',
  removeUsers: 'Remove Users',
  eraseUsersData: 'Delete Customer Data',
}

async function checkedBody({ passThrough }: KoreDeps, operation: PassThroughOperation, { raw, body }: RequestContext) {
  if (!/^application\/json\b/i.test(raw.headers['content-type'] ?? '')) {
    throw new ProblemError('unsupported_media_type', message('problem.send_json'))
  }
  const checked = passThrough.check(operation, parseJson(await readBody(body)))
  if (checked.ok) return checked
  throw new ProblemError('invalid_request', message('problem.not_a_body_of', { call: names[operation] }), {
    errors: checked.errors,
  })
}

/**
 * Passes one call through: body validated, budget awaited, recorded before it leaves and again with its outcome. The
 * response is Kore.ai's own, status and bytes, unless its 401 would look like ours or nothing usable came back.
 */
export async function passCallThrough(
  deps: KoreDeps,
  operation: PassThroughOperation,
  context: RequestContext,
): Promise<Reply> {
  const checked = await checkedBody(deps, operation, context)
  const actor = actorOf(context)
  const what = { member: actor.name, call: names[operation], users: namesOf(checked.people) }
  const line = (sentence: Message, outcome: string): AuditLine => {
    return { action: 'kore.called', actor: actor.email, sentence, outcome }
  }
  const job = await deps.scripts.begin({ operation, requests: checked.requests, actor, stepUp: context.stepUp })
  let left = false
  const call = {
    body: checked.body,
    requests: checked.requests,
    signal: context.signal,
    beforeSend: async () => {
      await job.intend(line(message('audit.kore_sending', what), 'sent'))
      left = true
    },
    mayResend: () => deps.scripts.mayResend(),
  }
  const result = await deps.passThrough.send(operation, call).catch(async (error: unknown) => {
    await job.end(left ? { kind: 'in_doubt', detail: message('kore.interrupted') } : null, null)
    throw error
  })
  const requestId = result.kind === 'response' ? result.requestId : null
  const sent = message('audit.kore_sent', what)
  const sentence = requestId === null ? sent : message('audit.kore_request', { sentence: sent, request: requestId })
  // Every user has a recorded outcome before the script gets its response, unless the store cannot work.
  await job.end(left ? result : null, left ? line(sentence, outcomeOf(result)) : null)
  return replyTo(result)
}

/** Maximum users to name in a sentence; the rest are counted. */
const namedAtMost = 5
const list = new Intl.ListFormat('en')

function namesOf(people: readonly string[]): string {
  const named = people.slice(0, namedAtMost).map((label) => label.slice(0, 320))
  const more = people.length - named.length
  const [only] = named
  if (people.length === 1 && only !== undefined) return only
  return list.format(more === 0 ? named : [...named, `${more} more`])
}

function outcomeOf(result: PassThroughResult): string {
  if (result.kind === 'response') return `answered ${result.status}`
  return endings[result.kind]
}

const endings = {
  unreadable: 'unknown',
  in_doubt: 'unknown',
  credential_rejected: 'refused',
  not_sent: 'not sent',
} as const

function replyTo(result: PassThroughResult): Reply {
  if (result.kind !== 'response') throw problemOf(result)
  if (!Object.hasOwn(koreUpdateUsers.responses, result.status)) {
    throw problemOf({ kind: 'unreadable', status: result.status, detail: `HTTP ${result.status}` })
  }
  return {
    status: result.status,
    bytes: result.body,
    mediaType: 'application/json',
    headers: result.retryAfterMs === null ? {} : { 'retry-after': String(Math.ceil(result.retryAfterMs / 1_000)) },
  }
}

function problemOf(result: Exclude<PassThroughResult, { kind: 'response' }>): ProblemError {
  if (result.kind === 'not_sent') return notSent(result)
  if (result.kind === 'credential_rejected') {
    return new ProblemError('kore_credential_rejected', message('problem.kore_credential', { response: result.detail }))
  }
  if (result.kind === 'unreadable') {
    const facts = { status: result.status, response: result.detail }
    return new ProblemError('kore_unexpected', message('problem.kore_not_json', facts))
  }
  return new ProblemError('kore_unreachable', message('problem.kore_no_response', { reason: result.detail }))
}

function notSent(result: Extract<PassThroughResult, { kind: 'not_sent' }>): ProblemError {
  const more = result.retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(result.retryAfterMs / 1_000) }
  const detail = message('script.nothing_sent', { why: result.detail })
  if (result.cause === 'rate_limited') return new ProblemError('kore_rate_limited', detail, more)
  if (result.cause === 'credential_rejected') return new ProblemError('kore_credential_rejected', detail, more)
  return new ProblemError('kore_unreachable', detail, more)
}
