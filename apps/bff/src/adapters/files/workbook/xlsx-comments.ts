import { fileLimits } from '../file-limits.ts'
import { FileRefusal } from '../file-refusal.ts'
import type { CellOffer } from '../file-row.ts'
import { columnOf } from './xlsx-cell.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { readLinks } from './xlsx-parts.ts'
import { readXml, type XmlAttributes } from './xlsx-xml.ts'

/** What people note beside the cells of a sheet, often an instruction. It is in parts of its own. */
export interface SheetComments {
  readonly count: number
  /** The cells of the first of them: "B2". */
  readonly cells: string[]
  /** The texts of the first boxes and shapes on the sheet. */
  readonly textBoxes: string[]
  /** Some could not be read. */
  readonly isIncomplete: boolean
  /** By row. */
  readonly offers: ReadonlyMap<number, readonly CellOffer[]>
}

interface Comment {
  readonly row: number
  readonly column: number
  /** "B2". */
  readonly name: string
  text: string
  /** Of a thread. Excel also writes a note in its place, for programs that do not know threads. */
  readonly isThread: boolean
}

const shownCells = 12
const shownBoxes = 5
// More than any sheet of users has; the texts are held in memory.
const maxComments = 50_000
const maxTextLength = 200
const maxParts = 20
const cellShape = /^\$?(?<column>[A-Z]{1,3})\$?(?<row>\d{1,7})$/i

const kinds: readonly string[] = ['comments', 'threadedComment', 'drawing']
const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, maxTextLength)

/** Collects the texts of boxes and shapes. */
function boxCollector() {
  const texts: string[] = []
  let current: string | null = null
  let isText = false
  return {
    handlers: {
      open(name: string): void {
        if (name === 'txBody') current = ''
        isText = name === 't'
      },
      text(text: string): void {
        if (isText && current !== null && current.length < maxTextLength) current += text.slice(0, maxTextLength)
      },
      close(name: string): void {
        isText = false
        if (name === 'p' && current !== null) current += ' '
        if (name !== 'txBody' || current === null) return
        if (plain(current) !== '' && texts.length < shownBoxes) texts.push(plain(current))
        current = null
      },
    },
    texts,
  }
}

function commentAt(ref: string, isThread: boolean): Comment | null {
  const { column, row } = cellShape.exec(ref.trim())?.groups ?? {}
  if (column === undefined) return null
  const name = `${column.toUpperCase()}${Number(row)}`
  return { row: Number(row), column: columnOf(column), name, text: '', isThread }
}

function commentCollector() {
  const found = new Map<string, Comment>()
  let isIncomplete = false
  let current: Comment | null = null
  let inside = ''
  const open = (ref: string, isThread: boolean) => {
    const next = commentAt(ref, isThread)
    const key = next?.name ?? ''
    const known = found.get(key)
    current = next
    if (next === null || (known === undefined && found.size >= maxComments)) isIncomplete = true
    // Replies of a thread continue it.
    else if (known?.isThread === isThread) current = known
    else if (known?.isThread !== true) found.set(key, next)
    if (current !== null && current.text !== '') current.text += ' '
  }
  return {
    fail: () => void (isIncomplete = true),
    handlers: {
      open(name: string, { ref = '' }: XmlAttributes): void {
        if (name === 'comment' || name === 'threadedComment') open(ref, name === 'threadedComment')
        inside = name
      },
      text(text: string): void {
        const isText = inside === 't' || (inside === 'text' && current?.isThread === true)
        if (isText && current !== null && current.text.length < maxTextLength)
          current.text += text.slice(0, maxTextLength)
      },
      close: () => void (inside = ''),
    },
    end: () => ({
      comments: [...found.values()].toSorted((a, b) => a.row - b.row || a.column - b.column),
      isIncomplete,
    }),
  }
}

const offerOf = ({ column, text }: Comment): CellOffer => ({
  column,
  kind: 'comment',
  value: plain(text),
})

/** Reads the notes, threads and text boxes of a sheet. A damaged part is no reason to refuse the file: it is reported. */
export async function readComments(container: XlsxContainer, sheetPart: string): Promise<SheetComments> {
  const links = (await readLinks(container, sheetPart)).filter(({ kind }) => kinds.includes(kind))
  const collector = commentCollector()
  const boxes = boxCollector()
  if (links.length > maxParts) collector.fail()
  for (const { kind, target } of links.slice(0, maxParts))
    try {
      const { handlers } = kind === 'drawing' ? boxes : collector
      await readXml(target, await container.open(target, fileLimits.commentsBytes), handlers)
    } catch (error) {
      if (!(error instanceof FileRefusal)) throw error
      collector.fail()
    }
  const { comments, isIncomplete } = collector.end()
  const byRow = Map.groupBy(comments, ({ row }) => row)
  return {
    count: comments.length,
    cells: comments.slice(0, shownCells).map(({ name }) => name),
    textBoxes: boxes.texts,
    isIncomplete,
    offers: new Map(Array.from(byRow, ([row, ofRow]) => [row, ofRow.map(offerOf)])),
  }
}
