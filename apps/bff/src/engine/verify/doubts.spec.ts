import type { Access } from '@muster/core/account/user'
import { describe, expect, test } from 'vitest'
import { decideBeforeSend } from '../decide/decide-before-send.ts'
import { decideAfterDoubt } from '../decide/decide-in-doubt.ts'
import { afterRefusal } from '../decide/decide-refused.ts'
import { decideVerified } from '../decide/decide-verified.ts'
import type { ReadUser, UserResult } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'
import { anItem, aUser } from '../testing/an-item.ts'

const user = aUser(1)
const role = { roleId: 'r-1', botId: 'st-1' }
const { groups, roles, canCreateBot, isDeveloper } = user
const before: Access = { groups, roles, canCreateBot, isDeveloper }
const after: Access = { ...before, groups: ['e-1'], roles: [{ ...role, viaGroups: [] }] }
/** A group and a role to add. */
const update = (attempts: number, reads = 0): RunItem => {
  const steps = [
    { field: 'group', op: 'add', groupId: 'e-1' },
    { field: 'role', op: 'add', ...role },
  ] as const
  return { item: anItem(1, user, 'update', { steps, before, after }), attempts, refusals: 0, reads, callId: null }
}
const item = (kind: 'remove' | 'erase', attempts: number): RunItem => ({
  item: anItem(1, user, kind),
  attempts,
  refusals: 0,
  reads: 0,
  callId: null,
})
const ofUnknown: RunItem = { ...update(1), item: { ...update(1).item, user: null, before: null, after: null } }
const found = (access: Partial<Access>): ReadUser => ({ kind: 'found', user: { ...user, ...access } })
const absent: ReadUser = { kind: 'absent', koreResponse: null }
const replaced: ReadUser = { ...absent, otherId: 'u-2' }
const unreadable: ReadUser = { kind: 'unreadable', cause: 'no_response', koreResponse: null }
const halfDone = found({ groups: ['e-1'] })
/** The plan does not change flags: their current values are sent. */
const otherFlag = found({ isDeveloper: false })
const unfit = found({ canCreateBot: true, isDeveloper: false })

describe('after a call without an response, a re-read that shows', () => {
  const short = (run: RunItem, read: ReadUser) => {
    const decision = decideAfterDoubt(run, read)
    return decision.kind === 'end' ? `${decision.end.outcome} ${decision.end.cause}` : decision.kind
  }
  test.each([
    ['the change', update(1), found(after), 'changed null'],
    ['no change', update(1), found({}), 'again'],
    ['no change after five sends', update(5), found({}), 'failed no_response'],
    ['half of the change', update(1), halfDone, 'again'],
    ['half of the change after five sends', update(5), halfDone, 'failed no_response'],
    ['no change, and a flag the plan does not touch', update(1), otherFlag, 'again'],
    ['flags that Kore.ai would refuse', update(1), unfit, 'again'],
    ['no user', update(1), absent, 'failed user_not_found'],
    ['nothing, at first', update(1), unreadable, 'look_later'],
    ['nothing, five times', update(1, 4), unreadable, 'unknown no_response'],
    ['that the removed one is gone', item('remove', 1), absent, 'changed already_gone'],
    ['another user in place of the removed one', item('remove', 1), replaced, 'changed already_gone'],
    ['another user in place of the updated one', update(1), replaced, 'failed changed_since_plan'],
    ['a user of a script, unknown to the directory', ofUnknown, found({}), 'unknown no_response'],
    ['that the removed one is there', item('remove', 1), found({}), 'again'],
    ['anything, of an erasure', item('erase', 1), found({}), 'unknown no_response'],
  ] as const)('%s', (_what, run, read, expected) => {
    expect(short(run, read)).toBe(expected)
  })
})

describe('before a call, a re-read that shows', () => {
  const short = (run: RunItem, read: ReadUser) => {
    const decision = decideBeforeSend(run, read)
    return decision.send ? 'send' : `${decision.end.outcome} ${decision.end.cause}`
  }
  test.each([
    ['what the plan saw', update(0), found({}), 'send'],
    ['the change, which was never sent', update(0), found(after), 'unchanged null'],
    ['the change, which was sent before', update(1), found(after), 'changed null'],
    ['half of the change, which was never sent', update(0), halfDone, 'failed changed_since_plan'],
    ['half of the change, which was sent before', update(1), halfDone, 'send'],
    ['a flag the plan does not touch', update(0), otherFlag, 'send'],
    ['flags that Kore.ai would refuse', update(0), unfit, 'failed changed_since_plan'],
    ['nothing, of a user to update', update(0), unreadable, 'failed user_unreadable'],
    ['nothing, of a user whose update was sent before', update(1), unreadable, 'unknown no_response'],
    ['nothing, of a user to remove', item('remove', 0), unreadable, 'send'],
    ['the change, after a refusal of the whole call', { ...update(0), refusals: 1 }, found(after), 'changed null'],
    [
      'no user to remove, after a refusal of the whole call',
      { ...item('remove', 0), refusals: 1 },
      absent,
      'changed already_gone',
    ],
    ['no user to remove, never sent', item('remove', 0), absent, 'unchanged already_gone'],
    ['no user to remove, sent before', item('remove', 1), absent, 'changed already_gone'],
    ['no user to update', update(0), absent, 'failed user_not_found'],
    ['another user under the address, never sent', item('remove', 0), replaced, 'failed changed_since_plan'],
    ['another user under the address to update', update(0), replaced, 'failed changed_since_plan'],
    ['another user under the address, whose update was sent', update(1), replaced, 'failed changed_since_plan'],
    ['another user under the address, sent before', item('remove', 1), replaced, 'changed already_gone'],
    ['no user to erase', item('erase', 0), absent, 'send'],
  ] as const)('%s', (_what, run, read, expected) => {
    expect(short(run, read)).toBe(expected)
  })
})

describe('after Kore.ai reported success, a re-read that shows', () => {
  const short = (run: RunItem, read: ReadUser) => {
    const verdict = decideVerified(run, read)
    return verdict.kind === 'end' ? `${verdict.end.outcome} ${verdict.end.cause}` : verdict.kind
  }
  test.each([
    ['the change', update(1), found(after), 'confirmed'],
    ['no change, at first', update(1), found({}), 'look_later'],
    ['no change, again', update(1, 1), found({}), 'failed unexpected_response'],
    ['the change, and a flag the plan does not touch', update(1), found({ ...after, isDeveloper: false }), 'confirmed'],
    ['half of the change, again', update(1, 1), halfDone, 'failed unexpected_response'],
    ['no user who was updated, again', update(1, 1), absent, 'failed unexpected_response'],
    ['no user who was removed', item('remove', 1), absent, 'confirmed'],
    ['a user who was removed, at first', item('remove', 1), found({}), 'look_later'],
    ['a user who was removed, again', { ...item('remove', 1), reads: 1 }, found({}), 'failed unexpected_response'],
    ['nothing, at first', update(1), unreadable, 'look_later'],
    ['nothing, again', update(1, 1), unreadable, 'changed not_verified'],
  ] as const)('%s', (_what, run, read, expected) => {
    expect(short(run, read)).toBe(expected)
  })
})

describe('after Kore.ai refused a user, a re-read that shows', () => {
  type Failed = Extract<UserResult, { ok: false }>
  const refused = (cause: Failed['cause'], partial = false): Failed => ({
    key: '1',
    ok: false,
    cause,
    details: {},
    koreResponse: null,
    partial,
  })
  const remove = item('remove', 0)
  test.each([
    ['that the user is gone already', remove, refused('not_authorized'), absent, 'unchanged already_gone'],
    [
      'that the user is gone, in a call after one that was lost',
      item('remove', 1),
      refused('not_authorized'),
      absent,
      'changed already_gone',
    ],
    [
      'that the user is gone, though the reason given was another',
      remove,
      refused('request_refused'),
      absent,
      'changed null',
    ],
    ['that the user may not be removed', remove, refused('not_authorized'), found({}), 'failed not_authorized'],
    ['the user that Kore.ai reports as gone', remove, refused('already_gone'), found({}), 'later'],
    [
      'nothing, of a user that Kore.ai reports as gone',
      remove,
      refused('already_gone'),
      unreadable,
      'unchanged already_gone',
    ],
    [
      'nothing, of a user who may be gone',
      remove,
      refused('not_authorized'),
      unreadable,
      'failed not_authorized unknown',
    ],
    ['the change', update(0), refused('kore_refused'), found(after), 'changed null'],
    ['no change', update(0), refused('kore_refused'), found({}), 'failed kore_refused'],
    ['half of the change', update(0), refused('role_not_found', true), halfDone, 'failed role_not_found part'],
    ['no change, without a response', update(0), refused('no_response', true), found({}), 'later'],
    ['the change, without a response', update(0), refused('no_response', true), found(after), 'changed null'],
    ['no user to update', update(0), refused('kore_refused'), absent, 'failed user_not_found'],
  ] as const)('%s', (_what, run, result, read, expected) => {
    const ended = afterRefusal({ run, result }, read)
    const landed = ended?.details?.['landed']
    const short = ended === null ? 'later' : `${ended.outcome} ${ended.cause}`
    expect(landed === undefined ? short : `${short} ${landed}`).toBe(expected)
  })
})
