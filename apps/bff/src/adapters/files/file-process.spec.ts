import { describe, expect, it } from 'vitest'
import { fileLimits } from './file-limits.ts'
import { createFileReader } from './file-reader.ts'
import { writeWorkbook } from './testing/write-workbook.ts'

const cell = '<row><c t="str"><v>a</v></c></row>'
const inspect = async (path: string, limits: Parameters<typeof createFileReader>[0]) =>
  createFileReader(limits).inspect({ path, name: 'book.xlsx' }, {})

describe('the process that reads a file', () => {
  it('is killed if it works too long, but its consumer may take any time', async () => {
    const path = await writeWorkbook({ rows: cell.repeat(30_000) })
    const limits = { milliseconds: 10_000 }
    const { detected } = await inspect(path, {})
    let batches = 0
    for await (const rows of createFileReader(limits).rows(path, detected)) {
      batches += 1
      if (batches > 1 || rows.numbers.length === 0) continue
      await new Promise((resolve) => setTimeout(resolve, limits.milliseconds + 500))
    }
    expect(batches).toBe(30)
    await expect(inspect(path, { milliseconds: 1 })).rejects.toThrow(/took longer/)
  })

  it('cannot use the memory that a file would fill', async () => {
    const strings = Array.from(
      { length: 400_000 },
      (_, at) => `<si><t>${(at * 2_654_435_761) % 4_294_967_296}${at}</t></si>`,
    ).join('')
    const path = await writeWorkbook({ strings, rows: cell })
    await expect(inspect(path, { heapMegabytes: 24 })).rejects.toThrow(/needs more memory/)
  })

  it('bounds a batch by its text when a workbook repeats a long one', async () => {
    const long = 'x'.repeat(fileLimits.cellCharacters)
    const columns = 3
    const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(columns)}</row>`
    const path = await writeWorkbook({ strings: `<si><t>${long}</t></si>`, rows: row.repeat(200) })
    const { detected } = await inspect(path, {})
    const batches = await Array.fromAsync(createFileReader().rows(path, detected))
    // The row that reaches the bound is the last of its batch.
    const most = 2_000_000 + columns * (long.length + 1)
    expect(batches.filter(({ text }) => text.length > most)).toEqual([])
    expect(batches.flatMap(({ numbers }) => [...numbers])).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  })

  it('ends when its consumer leaves or aborts', async () => {
    const path = await writeWorkbook({ rows: cell.repeat(5000) })
    const { detected } = await inspect(path, {})
    const stop = new AbortController()
    const rows = createFileReader().rows(path, detected, stop.signal)
    await expect(
      (async () => {
        for await (const batch of rows) if (batch.numbers.length > 0) stop.abort(new Error('stopping'))
      })(),
    ).rejects.toThrow('stopping')
  })
})
