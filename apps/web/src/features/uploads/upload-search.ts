const levels = ['error', 'warning', 'note', 'ready', 'excluded', 'done'] as const
export type RowLevel = (typeof levels)[number]

/** What an upload's page keeps in its address. */
export interface UploadSearch {
  readonly level?: RowLevel
  /** Key of an issue group. */
  readonly issue?: string
  /** The first row shown, as people count. */
  readonly from?: number
}

export type RowFilter = UploadSearch

const wholeNumber = /^[1-9]\d{0,6}$/

/** Reads the address; what it does not understand is left out. */
export function parseUploadSearch(raw: Readonly<Record<string, unknown>>): UploadSearch {
  const level = levels.find((known) => known === raw.level)
  const issue = typeof raw.issue === 'string' && raw.issue !== '' ? raw.issue.slice(0, 400) : undefined
  const from = typeof raw.from === 'string' ? rowNumber(raw.from) : undefined
  return {
    ...(level === undefined ? {} : { level }),
    ...(issue === undefined ? {} : { issue }),
    ...(from === undefined ? {} : { from }),
  }
}

/** A row number as a person types it: "37", "1,204". Undefined where it is none. */
export function rowNumber(typed: string): number | undefined {
  const digits = typed.trim().replaceAll(/[, ]/g, '')
  return wholeNumber.test(digits) ? Number(digits) : undefined
}
