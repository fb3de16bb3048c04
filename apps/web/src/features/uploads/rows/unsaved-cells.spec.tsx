import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type UnsavedCells, useUnsavedCells } from './unsaved-cells.ts'

const save = (row: number, value: string) => ({
  cells: [{ row, column: 1, value }],
  before: [{ row, column: 1, value: 'Data' }],
  message: '',
})

/** The unsaved cells of a file, in the way of reading that was shown last. */
async function unsavedCells() {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  const root = createRoot(document.createElement('div'))
  onTestFinished(() => {
    act(() => root.unmount())
    vi.unstubAllGlobals()
  })
  const held: { cells?: UnsavedCells } = {}
  function Cells({ file }: { readonly file: string }) {
    const cells = useUnsavedCells(file)
    held.cells = cells
    return null
  }
  const show = (file: string) => act(async () => root.render(<Cells file={file} />))
  const now = (): UnsavedCells => {
    if (held.cells === undefined) throw new Error('not shown')
    return held.cells
  }
  await show('one')
  return { show, now }
}

const refused = () => Promise.reject(new Error('refused'))

it('keeps refused cells of one way of reading the file from its rows in another', async () => {
  const { show, now } = await unsavedCells()
  await act(async () => now().track(save(2, 'Legal'), refused()))
  expect([now().cell(2, 1), now().hasAny()]).toEqual([{ value: 'Legal', isRefused: true }, true])
  await show('other')
  expect([now().refused, now().cell(2, 1), now().hasAny()]).toEqual([[], undefined, false])
  await act(async () => now().track(save(3, 'Sales'), refused()))
  expect(now().refused.map(({ cells }) => cells)).toEqual([save(3, 'Sales').cells])
})

it('replaces a refused text by a later one, and drops it once it is saved', async () => {
  const { now } = await unsavedCells()
  await act(async () => now().track(save(2, 'Legal'), refused()))
  const later = Promise.withResolvers<void>()
  await act(async () => now().track(save(2, 'Sales'), later.promise))
  expect([now().cell(2, 1), now().refused]).toEqual([{ value: 'Sales', isRefused: false }, []])
  await act(async () => later.resolve())
  expect([now().cell(2, 1), now().hasAny()]).toEqual([undefined, false])
})
