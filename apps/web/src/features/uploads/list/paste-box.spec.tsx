import { expect, it } from 'vitest'
import { confirmsDiscard, keepEditing, seen, showApp, submit, type } from '../../../testing/show-app.tsx'
import { PasteBox } from './paste-box.tsx'
import type { SendFiles } from './use-send-files.ts'

it('asks before pasted text is lost whose sending failed, and not once it is sent', async () => {
  const finish: ((isSent: boolean) => void)[] = []
  const onFiles: SendFiles = (_files, onSettled) => finish.push(onSettled ?? (() => undefined))
  const Box = () => <PasteBox onFiles={onFiles} onClose={() => undefined} />
  const go = await showApp({ '/uploads': Box, '/audit': () => 'Audit' }, { at: '/uploads' })
  await type('textarea', 'Email\tGroups\nana@example.com\tLegal')
  await go('/audit')
  await keepEditing()
  await submit()
  finish[0]?.(false)
  await go('/audit')
  await keepEditing()
  await submit()
  finish[1]?.(true)
  await go('/audit')
  await seen(() => expect(document.body.textContent).toContain('Audit'))
  expect(confirmsDiscard()).toBe(false)
})
