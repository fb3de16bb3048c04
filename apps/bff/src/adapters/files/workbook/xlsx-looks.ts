import type { XlsxContainer } from './xlsx-container.ts'
import { readXml } from './xlsx-xml.ts'

/** How people mark a cell that no longer counts: struck through, or white on white. */
export type CellLook = 'struck' | 'unseen'

interface Font {
  isStruck: boolean
  isWhite: boolean
}

const white = { rgb: /^(?:ff)?ffffff$/i, indexed: new Set(['1', '9']), theme: '0' }
type Attributes = Readonly<Record<string, string>>

/** A toggle of a font without a value is on. */
export const isOn = ({ val }: Attributes): boolean => val !== '0' && val !== 'false'

const isWhite = ({ rgb, indexed, theme, tint }: Attributes): boolean =>
  (rgb !== undefined && white.rgb.test(rgb)) ||
  (indexed !== undefined && white.indexed.has(indexed)) ||
  (theme === white.theme && (tint === undefined || Number(tint) === 0))

/** The look of each cell style, by style number; undefined for an ordinary one. */
export async function readLooks(
  container: XlsxContainer,
  part: string | null,
): Promise<readonly (CellLook | undefined)[]> {
  if (part === null) return []
  const fonts: Font[] = []
  /** Whether a cell with this fill is white. */
  const fills: boolean[] = []
  const looks: (CellLook | undefined)[] = []
  let list = ''
  const lookOf = ({ fontId = '0', fillId = '0' }: Attributes): CellLook | undefined => {
    const font = fonts[Number(fontId)]
    if (font?.isStruck === true) return 'struck'
    return font?.isWhite === true && fills[Number(fillId)] !== false ? 'unseen' : undefined
  }
  await readXml(part, await container.open(part), {
    open(name, attributes) {
      const font = fonts.at(-1)
      if (name === 'fonts' || name === 'fills' || name === 'cellXfs') list = name
      else if (list === 'fonts' && name === 'font') fonts.push({ isStruck: false, isWhite: false })
      else if (list === 'fonts' && name === 'strike' && font !== undefined) font.isStruck = isOn(attributes)
      else if (list === 'fonts' && name === 'color' && font !== undefined) font.isWhite = isWhite(attributes)
      else if (list === 'fills' && name === 'fill') fills.push(true)
      else if (list === 'fills' && name === 'patternFill') fills.splice(-1, 1, attributes['patternType'] === 'none')
      else if (list === 'fills' && name === 'gradientFill') fills.splice(-1, 1, false)
      else if (list === 'fills' && name === 'fgColor' && isWhite(attributes)) fills.splice(-1, 1, true)
      else if (list === 'cellXfs' && name === 'xf') looks.push(lookOf(attributes))
    },
    close(name) {
      if (name === list) list = ''
    },
  })
  return looks
}

/** Collects rich text, and what of it is not struck through. */
export function richText() {
  let whole = ''
  let kept = ''
  let isStruck = false
  return {
    /** Of an element within the text. */
    open(name: string, attributes: Attributes): void {
      if (name === 'r') isStruck = false
      else if (name === 'strike') isStruck = isOn(attributes)
    },
    add(text: string): void {
      whole += text
      if (!isStruck) kept += text
    },
    whole: () => whole,
    /** Null if nothing is struck through. */
    unstruck: () => (kept === whole ? null : kept),
  }
}
