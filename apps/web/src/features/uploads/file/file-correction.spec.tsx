import { expect, it, vi } from 'vitest'
import { interceptRequests, seen, showApp, submit, type } from '../../../testing/show-app.tsx'
import { upload } from '../../../testing/upload.ts'
import { FileCorrection } from './file-correction.tsx'

it('counts as sent what was sent, and not what was typed since', async () => {
  const requests = interceptRequests()
  const onDirty = vi.fn<(isDirty: boolean) => void>()
  const Correction = () => <FileCorrection upload={upload} onDirty={onDirty} />
  await showApp({ '/uploads/$uploadId': Correction }, { at: '/uploads/u-1' })
  await type('[name=headerRow]', '2')
  await submit()
  await seen(() => expect(requests).toHaveLength(1))
  await type('[name=headerRow]', '3')
  await requests[0]?.respond(200, upload)
  await seen(() => expect(onDirty).toHaveBeenLastCalledWith(true))
  await type('[name=headerRow]', '2')
  await seen(() => expect(onDirty).toHaveBeenLastCalledWith(false))
})
