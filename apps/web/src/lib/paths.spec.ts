import { describe, expect, it } from 'vitest'
import { splitHref } from './app-link.tsx'
import { paths } from './paths.ts'

describe('paths', () => {
  it('builds every address of the desk', () => {
    const examples: { readonly [K in keyof typeof paths]: string } = {
      signIn: paths.signIn({ to: '/users?q=ana' }),
      users: paths.users({ q: 'ana & ben', group: 'e-1', user: 'u-1' }),
      uploads: paths.uploads(),
      upload: paths.upload('01J'),
      plans: paths.plans(),
      plan: paths.plan('a/b'),
      jobs: paths.jobs({ only: 'failures' }),
      job: paths.job('01J', { view: 'failures', cause: 'role_not_found' }),
      erasures: paths.erasures(),
      erasure: paths.erasure('01J'),
      audit: paths.audit({ jobId: '01J' }),
      settings: paths.settings(),
    }
    expect(examples).toMatchInlineSnapshot(`
      {
        "audit": "/audit?jobId=01J",
        "erasure": "/erasures/01J",
        "erasures": "/erasures",
        "job": "/jobs/01J?view=failures&cause=role_not_found",
        "jobs": "/jobs?only=failures",
        "plan": "/plans/a%2Fb",
        "plans": "/plans",
        "settings": "/settings",
        "signIn": "/sign-in?to=%2Fusers%3Fq%3Dana",
        "upload": "/uploads/01J",
        "uploads": "/uploads",
        "users": "/users?q=ana+%26+ben&group=e-1&user=u-1",
      }
    `)
  })

  it('leaves empty and absent values out', () => {
    expect(paths.users({ q: '', user: 'u-1' })).toBe('/users?user=u-1')
    expect(paths.users()).toBe('/users')
  })

  it('is read back as it was built', () => {
    expect(splitHref(paths.users({ q: 'ana & ben +1', user: 'u-1' }))).toEqual({
      to: '/users',
      search: { q: 'ana & ben +1', user: 'u-1' },
    })
  })
})
