import { describe, expect, it } from 'vitest'
import { jobsSearch, uploadSearch, usersSearch } from './page-search.ts'
import { paths } from './paths.ts'

describe('paths', () => {
  it('builds the URL of every page', () => {
    const examples: { readonly [K in keyof typeof paths]: string } = {
      signIn: paths.signIn({ to: '/users?q=ana' }),
      home: paths.home(),
      users: paths.users({ q: 'ana & ben', group: 'e-1', user: 'u-1' }),
      access: paths.access({ view: 'bots' }),
      accessOf: paths.accessOf('bots', 'st-1', { role: 'r-1' }),
      uploads: paths.uploads(),
      upload: paths.upload('01J'),
      plans: paths.plans(),
      plan: paths.plan('a/b'),
      approvals: paths.approvals({ only: 'waiting' }),
      jobs: paths.jobs({ only: 'failures' }),
      job: paths.job('01J', { view: 'report', cause: 'role_not_found' }),
      erasures: paths.erasures(),
      erasure: paths.erasure('01J'),
      erasureCases: paths.erasureCases({ show: 'overdue' }),
      erasureCase: paths.erasureCase('01J'),
      receipt: paths.receipt('01J'),
      verify: paths.verify(),
      audit: paths.audit({ jobId: '01J' }),
      settings: paths.settings(),
      members: paths.members(),
    }
    expect(examples).toMatchInlineSnapshot(`
      {
        "access": "/access?view=bots",
        "accessOf": "/access/bots/st-1?role=r-1",
        "approvals": "/approvals?only=waiting",
        "audit": "/audit?jobId=01J",
        "erasure": "/erasures/01J",
        "erasureCase": "/erasures/cases/01J",
        "erasureCases": "/erasures/cases?show=overdue",
        "erasures": "/erasures",
        "home": "/home",
        "job": "/jobs/01J?view=report&cause=role_not_found",
        "jobs": "/jobs?only=failures",
        "members": "/settings/members",
        "plan": "/plans/a%2Fb",
        "plans": "/plans",
        "receipt": "/erasures/01J/receipt",
        "settings": "/settings",
        "signIn": "/sign-in?to=%2Fusers%3Fq%3Dana",
        "upload": "/uploads/01J",
        "uploads": "/uploads",
        "users": "/users?q=ana+%26+ben&group=e-1&user=u-1",
        "verify": "/verify",
      }
    `)
  })

  it('omits empty and absent values', () => {
    expect(paths.users({ q: '', user: 'u-1' })).toBe('/users?user=u-1')
    expect(paths.users()).toBe('/users')
  })

  it('parses back to what it was built from', () => {
    const search = { q: 'ana & ben +1', user: 'u-1' }
    const { searchParams } = new URL(paths.users(search), 'http://muster')
    expect(usersSearch.parse(Object.fromEntries(searchParams))).toEqual(search)
  })
})

describe('the search of a page', () => {
  it.each([
    [
      'unknown values',
      usersSearch,
      { q: 'ana', flag: 'developer', status: 'nonsense', sort: 'drop table' },
      { q: 'ana', flag: 'developer' },
    ],
    ['unknown and empty parts', usersSearch, { q: '', group: 'e-1', other: '1' }, { group: 'e-1' }],
    ['days that do not exist', jobsSearch, { from: '2026-02-30', to: '2026-02-28' }, { to: '2026-02-28' }],
    ['row numbers that are none', uploadSearch, { from: '-4', level: 'error' }, { level: 'error' }],
  ] as const)('drops %s', (_, schema, raw, expected) => {
    expect(schema.parse(raw)).toEqual(expected)
  })

  it('reads a row number', () => {
    expect(uploadSearch.parse({ from: '37' })).toEqual({ from: 37 })
  })
})
