import type { UploadColumn } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import type { Target } from '../../../lib/target.ts'
import { click, conflict, interceptRequests, seen, showApp, signedInClient } from '../../../testing/show-app.tsx'
import { upload } from '../../../testing/upload.ts'
import { fixRowsMutation } from '../queries.ts'
import { useUndoHistory } from '../rows/undo-history.ts'
import { PlanBar } from './plan-bar.tsx'

const column = (index: number, header: string, mapping: UploadColumn['mapping']): UploadColumn => ({
  index,
  header,
  mapping,
  suggestions: [],
  samples: [],
  fillRate: 1,
  blank: 'keep',
  remembered: false,
})

const mapped = {
  ...upload,
  columns: [column(0, 'Email', 'email'), column(1, 'Groups', 'groups_add')],
}

const namesOnly = { ...upload, columns: [column(0, 'Email', 'email')] }
const onEditAll = vi.fn<(target: Target) => void>()

/** The bar, beside a cell that is saved by leaving it. */
function Bar({ file = mapped }: { readonly file?: typeof upload }) {
  const cell = useMutation(fixRowsMutation(upload.id, useQueryClient()))
  return (
    <>
      <button
        type="button"
        onClick={() => cell.mutate({ kind: 'cells', cells: [{ row: 2, column: 1, value: 'Legal' }] })}
      >
        Save the cell
      </button>
      <PlanBar upload={file} canChange history={useUndoHistory('')} onEditAll={onEditAll} />
    </>
  )
}

async function saveAndPlan(page = () => <Bar />, next = 'See what this will change') {
  onEditAll.mockClear()
  const requests = interceptRequests()
  const client = signedInClient(['users:read', 'uploads:write', 'plans:write'])
  await showApp({ '/uploads/$uploadId': page }, { at: '/uploads/u-1', client })
  await click('Save the cell')
  await click(next)
  const [save] = requests
  return { save, plans: () => requests.filter(({ call }) => call === 'POST /api/plans').length }
}

it('makes the plan of an edit that is still being saved once it is saved', async () => {
  const { save, plans } = await saveAndPlan()
  expect(plans()).toBe(0)
  await save?.respond(200, upload)
  await seen(() => expect(plans()).toBe(1))
})

it('makes no plan without an edit that was refused', async () => {
  const { save, plans } = await saveAndPlan()
  await save?.respond(409, conflict)
  await seen(() => expect(document.body.textContent).toContain(conflict.detail))
  expect(plans()).toBe(0)
})

const editAll = () => saveAndPlan(() => <Bar file={namesOnly} />, 'Edit access of all…')

it('opens the form for all users once an edit that is still being saved is saved, with the new count', async () => {
  const { save } = await editAll()
  expect(onEditAll).not.toHaveBeenCalled()
  await save?.respond(200, { ...namesOnly, counts: { ...upload.counts, rows: 3, ready: 3 } })
  await seen(() => expect(onEditAll).toHaveBeenCalledWith({ kind: 'upload', uploadId: upload.id, count: 3 }))
})

it('opens no form for all users without an edit that was refused', async () => {
  const { save } = await editAll()
  await save?.respond(409, conflict)
  await seen(() => expect(document.body.textContent).toContain(conflict.detail))
  expect(onEditAll).not.toHaveBeenCalled()
})
