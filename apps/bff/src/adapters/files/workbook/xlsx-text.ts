import { type CellFormat, colorOf, isOn, isSymbolFont } from './xlsx-looks.ts'
import { type XmlAttributes } from './xlsx-xml.ts'

/** A part of a text with a format of its own. */
export interface TextRun {
  readonly text: string
  readonly format: CellFormat
}

/** Collects rich text, and its parts if one may be hidden or is struck through. */
export function richText() {
  let whole = ''
  let runs: { text: string; format: { isStruck?: boolean; isHidden?: boolean; color?: string } }[] | null = null
  return {
    /** Of an element within the text. */
    open(name: string, attributes: XmlAttributes): void {
      if (name === 'r') (runs ??= []).push({ text: '', format: {} })
      const run = runs?.at(-1)
      if (run === undefined) return
      if (name === 'strike') run.format.isStruck = isOn(attributes)
      else if (name === 'rFont' && isSymbolFont(attributes)) run.format.isHidden = true
      else if (name === 'color') run.format.color = colorOf(attributes)
    },
    add(text: string): void {
      whole += text
      const run = runs?.at(-1)
      if (run !== undefined) run.text += text
    },
    whole: () => whole,
    /** Null if all of it looks like the cell. */
    runs: (): readonly TextRun[] | null => {
      const isMarked = ({ isStruck, isHidden, color }: CellFormat) =>
        isStruck === true || isHidden === true || color !== undefined
      return runs?.some(({ format }) => isMarked(format)) === true ? runs : null
    },
  }
}
