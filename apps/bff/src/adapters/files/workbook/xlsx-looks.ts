import type { XlsxContainer } from './xlsx-container.ts'
import { readXml } from './xlsx-xml.ts'

/** How people mark a cell that no longer counts: struck through, or hidden by its color or its number format. */
export type CellLook = 'struck' | 'unseen'

/** The looks of a workbook, undefined for ordinary ones. */
export interface Looks {
  /** By the number of a cell style. */
  readonly cells: readonly (CellLook | undefined)[]
  /** By the number of a conditional format. */
  readonly conditional: readonly (CellLook | undefined)[]
}

type Attributes = Readonly<Record<string, string>>

interface Font {
  isStruck: boolean
  color: string | null
}

const white = 'ffffff'
const whites = { indexed: new Set(['1', '9', '65']), theme: '0' }

/** A toggle of a font without a value is on. */
export const isOn = ({ val }: Attributes): boolean => val !== '0' && val !== 'false'

/** A color, equal for equal colors; null for the automatic one of texts. */
function colorOf({ rgb, indexed, theme, tint = '0' }: Attributes): string | null {
  if (rgb !== undefined) return rgb.toLowerCase().slice(-6)
  if (indexed !== undefined) return whites.indexed.has(indexed) ? white : indexed === '64' ? null : `indexed ${indexed}`
  if (theme === undefined) return null
  return theme === whites.theme && Number(tint) === 0 ? white : `theme ${theme} ${Number(tint)}`
}

const lookOf = ({ isStruck, color }: Font, fill: string): CellLook | undefined => {
  if (isStruck) return 'struck'
  return color !== null && color === fill ? 'unseen' : undefined
}

/** A number format that shows neither numbers nor texts. */
const showsNothing = ({ formatCode }: Attributes) => /^(?:"";?|;)+$/.test(formatCode?.replaceAll(/\[ ]|\s/g, '') ?? '')

/** Collects one conditional format: its font, its background and its number format. */
function conditionalLook() {
  const font: Font = { isStruck: false, color: null }
  let fill = white
  let isHidden = false
  let inside = ''
  return {
    open(name: string, attributes: Attributes): void {
      if (name === 'font' || name === 'fill' || name === 'border') inside = name
      if (name === 'strike') font.isStruck = isOn(attributes)
      else if (name === 'color' && inside === 'font') font.color = colorOf(attributes)
      // Conditional formats have the color of a solid fill as its background.
      else if (name === 'bgColor') fill = colorOf(attributes) ?? white
      else if (name === 'numFmt') isHidden = showsNothing(attributes)
    },
    look: () => (isHidden && !font.isStruck ? 'unseen' : lookOf(font, fill)),
  }
}

/** Reads the look of each cell style and of each conditional format. */
export async function readLooks(container: XlsxContainer, part: string | null): Promise<Looks> {
  const fonts: Font[] = []
  const fills: string[] = []
  const cells: (CellLook | undefined)[] = []
  const conditional: (CellLook | undefined)[] = []
  let list = ''
  let format: ReturnType<typeof conditionalLook> | null = null
  if (part === null) return { cells, conditional }
  const ordinary: Font = { isStruck: false, color: null }
  await readXml(part, await container.open(part), {
    open(name, attributes) {
      const font = fonts.at(-1)
      if (name === 'dxf') format = conditionalLook()
      if (format !== null) return format.open(name, attributes)
      if (name === 'fonts' || name === 'fills' || name === 'cellXfs') list = name
      else if (list === 'fonts' && name === 'font') fonts.push({ ...ordinary })
      else if (list === 'fonts' && name === 'strike' && font !== undefined) font.isStruck = isOn(attributes)
      else if (list === 'fonts' && name === 'color' && font !== undefined) font.color = colorOf(attributes)
      else if (list === 'fills' && name === 'fill') fills.push(white)
      else if (list === 'fills' && name === 'patternFill' && attributes['patternType'] !== 'none')
        fills.splice(-1, 1, attributes['patternType'] ?? '')
      else if (list === 'fills' && name === 'gradientFill') fills.splice(-1, 1, name)
      else if (list === 'fills' && name === 'fgColor' && fills.at(-1) === 'solid')
        fills.splice(-1, 1, colorOf(attributes) ?? '')
      else if (list === 'cellXfs' && name === 'xf') {
        const { fontId = '0', fillId = '0' } = attributes
        cells.push(lookOf(fonts[Number(fontId)] ?? ordinary, fills[Number(fillId)] ?? white))
      }
    },
    close(name) {
      if (name === list) list = ''
      if (name !== 'dxf' || format === null) return
      conditional.push(format.look())
      format = null
    },
  })
  return { cells, conditional }
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
