import type { Readable } from 'node:stream'
import type { UserFilter } from '@muster/contracts/users'
import { csvStream } from '../../http/csv-stream.ts'
import { xlsxStream } from '../../http/xlsx-stream.ts'
import { filledHeader, templateCells } from './template-cells.ts'
import { blankHeader, exampleRows, helpRows } from './template-help.ts'
import type { UploadDeps } from './upload-deps.ts'

const pageSize = 500

type Deps = Pick<UploadDeps, 'directory'>

async function* filledRows({ directory }: Deps, filter: UserFilter) {
  yield [filledHeader]
  const cells = templateCells(await directory.lookups())
  for (let after: { emailKey: string; id: string } | null = null; ; ) {
    const page = await directory.search({ filter, sort: 'email', after, limit: pageSize })
    if (page.items.length > 0) yield page.items.map(cells)
    if (page.next === null) return
    after = page.next
  }
}

async function* blankRows({ directory }: Deps) {
  yield [blankHeader, ...exampleRows(await directory.lookups())]
}

export interface Template {
  readonly bytes: Readable
  readonly mediaType: string
  readonly filename: string
}

/** A template to fill in: blank with one example of each way of asking, or with everyone matching a search. */
export async function downloadTemplate(
  deps: Deps,
  format: 'csv' | 'xlsx',
  { filled, ...filter }: UserFilter & { readonly filled?: 'yes' | 'no' | undefined },
): Promise<Template> {
  const isFilled = filled === 'yes'
  const rows = isFilled ? filledRows(deps, filter) : blankRows(deps)
  const filename = `muster-template${isFilled ? '-filled' : ''}.${format}`
  if (format === 'csv') return { bytes: csvStream(rows), mediaType: 'text/csv; charset=utf-8', filename }
  const widths = (isFilled ? filledHeader : blankHeader).map(() => 24)
  const sheets = [
    { name: 'People', rows, widths },
    { name: 'How to fill it in', rows: [helpRows(isFilled)], widths: [28, 100] },
  ]
  return {
    bytes: xlsxStream(sheets),
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    filename,
  }
}
