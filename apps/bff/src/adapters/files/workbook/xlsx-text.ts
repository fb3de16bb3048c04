import { type CellFormat, colorOf, isOn, isSymbolFont } from './xlsx-looks.ts'
import { type XmlAttributes } from './xlsx-xml.ts'

/** A part of a text with a format of its own. */
export interface TextRun {
  readonly text: string
  readonly format: CellFormat
}

const formsOf: Readonly<Record<string, string>> = { superscript: '⁰¹²³⁴⁵⁶⁷⁸⁹', subscript: '₀₁₂₃₄₅₆₇₈₉' }

/** Digits of a footnote as the sheet displays them: with the plain ones, E1000 and the note 2 would be E10002. */
function digitsAs(forms: string, text: string): string {
  return /_x[\da-f]{4}_/i.test(text) ? text : text.replaceAll(/\d/g, (digit) => forms[Number(digit)] ?? digit)
}

/** Collects rich text, and its parts if one may be hidden or is struck through. */
export function richText() {
  let whole = ''
  let forms: string | undefined
  let runs: { text: string; format: { isStruck?: boolean; isHidden?: boolean; color?: string } }[] | null = null
  return {
    /** Of an element within the text. */
    open(name: string, attributes: XmlAttributes): void {
      if (name === 'r') {
        forms = undefined
        runs ??= []
        runs.push({ text: '', format: {} })
      }
      const run = runs?.at(-1)
      if (run === undefined) return
      if (name === 'strike') run.format.isStruck = isOn(attributes)
      else if (name === 'rFont' && isSymbolFont(attributes)) run.format.isHidden = true
      else if (name === 'vertAlign') forms = formsOf[attributes['val'] ?? '']
      else if (name === 'color') run.format.color = colorOf(attributes)
    },
    add(text: string): void {
      const shown = forms === undefined ? text : digitsAs(forms, text)
      whole += shown
      const run = runs?.at(-1)
      if (run !== undefined) run.text += shown
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
