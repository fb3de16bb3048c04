import { expect, it } from 'vitest'
import { confirmsDiscard, keepEditing, seen, showApp, type } from '../../../testing/show-app.tsx'
import { OtherValue } from './other-value.tsx'

it('asks before a typed value is lost with its issue, and not where another row is shown', async () => {
  const Fix = () => <OtherValue choose="text" busy={false} rows={1} onUse={() => undefined} />
  const go = await showApp({ '/uploads/$uploadId': Fix }, { at: '/uploads/u-1?issue=a' })
  await type('[name=value]', 'Support')
  await go('/uploads/u-1?issue=a&from=30')
  await seen(() => expect(confirmsDiscard()).toBe(false))
  for (const lost of ['/uploads/u-1?issue=b', '/uploads/u-1?level=error', '/uploads/u-2?issue=a']) {
    await go(lost)
    await keepEditing()
  }
})
