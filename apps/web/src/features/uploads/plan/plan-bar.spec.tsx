import type { UploadColumn } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
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

/** The bar, beside a cell that is saved by leaving it. */
function Bar() {
  const cell = useMutation(fixRowsMutation(upload.id, useQueryClient()))
  return (
    <>
      <button
        type="button"
        onClick={() => cell.mutate({ kind: 'cells', cells: [{ row: 2, column: 1, value: 'Legal' }] })}
      >
        Save the cell
      </button>
      <PlanBar upload={mapped} canChange history={useUndoHistory('')} onEditAll={() => undefined} />
    </>
  )
}

async function saveAndPlan() {
  const requests = interceptRequests()
  const client = signedInClient(['users:read', 'uploads:write', 'plans:write'])
  await showApp({ '/uploads/$uploadId': Bar }, { at: '/uploads/u-1', client })
  await click('Save the cell')
  await click('See what this will change')
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
