import type { XlsxContainer } from './xlsx-container.ts'
import { readXml, type XmlAttributes } from './xlsx-xml.ts'

/** How people mark a cell that no longer counts: struck through, or hidden by its color or its number format. */
export type CellLook = 'struck' | 'unseen'

/** What a cell style, a conditional format or a table style sets; the rest is as without it. */
export interface CellFormat {
  readonly isStruck?: boolean
  /** It shows neither numbers nor texts. */
  readonly isHidden?: boolean
  /** Of the text. */
  readonly color?: string
  readonly fill?: string
}

/** A part of a table that its style formats, such as `headerRow`. */
export interface TableFormat {
  readonly type: string
  readonly format: CellFormat
}

export interface Looks {
  /** The look of cells without any other format, by the number of their style. */
  readonly cells: readonly (CellLook | undefined)[]
  readonly cellFormats: readonly CellFormat[]
  /** By the number of a conditional format. */
  readonly conditional: readonly CellFormat[]
  /** The workbook's own table styles by name. */
  readonly tables: ReadonlyMap<string, readonly TableFormat[]>
  /** Whether a format may hide text, alone or with another format of the workbook. */
  readonly mayHide: (format: CellFormat) => boolean
}

const white = 'ffffff'
const black = '000000'
const indexedColors: Readonly<Record<string, string>> = { 0: black, 1: white, 8: black, 9: white, 64: black, 65: white }
const themeColors: Readonly<Record<string, string>> = { 0: white, 1: black }

/** A toggle of a font without a value is on. */
export const isOn = ({ val }: XmlAttributes): boolean => val !== '0' && val !== 'false'

/** A color, equal for equal colors. Texts are black unless they have another one. */
export function colorOf({ rgb, indexed, theme, tint = '0' }: XmlAttributes): string {
  if (rgb !== undefined) return rgb.toLowerCase().slice(-6)
  if (indexed !== undefined) return indexedColors[indexed] ?? `indexed ${indexed}`
  if (theme === undefined) return black
  return (Number(tint) === 0 ? themeColors[theme] : undefined) ?? `theme ${theme} ${Number(tint)}`
}

const channelsOf = (color: string) => (/^[\da-f]{6}$/.test(color) ? [...Buffer.from(color, 'hex')] : null)

/** Too close for the eye, per channel. */
const closeShades = 8

function isSameColor(one: string, other: string): boolean {
  if (one === other) return true
  const [channels, others] = [channelsOf(one), channelsOf(other)]
  if (channels === null || others === null) return false
  return channels.every((shade, at) => Math.abs(shade - (others[at] ?? 0)) <= closeShades)
}

/** The look that formats make together; of two that set the same, the first applies. */
export function lookOf(formats: readonly CellFormat[]): CellLook | undefined {
  const first = <K extends keyof CellFormat>(key: K) => formats.find((format) => format[key] !== undefined)?.[key]
  if (first('isStruck') === true) return 'struck'
  const isUnseen = first('isHidden') === true || isSameColor(first('color') ?? black, first('fill') ?? white)
  return isUnseen ? 'unseen' : undefined
}

/** A number format that shows neither numbers nor texts. */
const showsNothing = ({ formatCode }: XmlAttributes) =>
  /^(?:"";?|;)+$/.test(formatCode?.replaceAll(/\[ ]|\s/g, '') ?? '')

/** Collects one conditional format: its font, its background and its number format. */
export function formatCollector() {
  let isStruck: boolean | undefined
  let isHidden: boolean | undefined
  let color: string | undefined
  let pattern: string | undefined
  let background: string | undefined
  let foreground: string | undefined
  let inside = ''
  return {
    open(name: string, attributes: XmlAttributes): void {
      if (name === 'font' || name === 'fill' || name === 'border') inside = name
      if (name === 'strike') isStruck = isOn(attributes)
      else if (name === 'color' && inside === 'font') color = colorOf(attributes)
      else if (name === 'patternFill') pattern = attributes['patternType'] ?? 'solid'
      else if (name === 'gradientFill') background = name
      // Conditional formats have the color of a solid fill as its background.
      else if (name === 'bgColor') background = colorOf(attributes)
      else if (name === 'fgColor') foreground = colorOf(attributes)
      else if (name === 'numFmt') isHidden = showsNothing(attributes)
    },
    format(): CellFormat {
      const solid = pattern === 'none' ? white : (background ?? foreground)
      const fill = pattern === undefined || pattern === 'solid' || pattern === 'none' ? solid : pattern
      return {
        ...(isStruck === undefined ? {} : { isStruck }),
        ...(isHidden === undefined ? {} : { isHidden }),
        ...(color === undefined ? {} : { color }),
        ...(fill === undefined ? {} : { fill }),
      }
    },
  }
}

/** Whether a font draws other signs than the letters of its text: an n of Wingdings is a filled square. */
export const isSymbolFont = ({ val = '' }: XmlAttributes): boolean =>
  /^(?:wingdings(?: [23])?|webdings|symbol|marlett|(?:itc )?zapf ?dingbats|bookshelf symbol 7)$/i.test(val.trim())

/** Smaller text is a line of dots. */
const leastPoints = 3

/** Collects the fonts and fills of cell styles, and the styles that use them. */
function cellFormatCollector() {
  const fonts: { isStruck?: boolean; isHidden?: boolean; color?: string }[] = []
  const fills: (string | undefined)[] = []
  const styles: CellFormat[] = []
  const lists = new Set(['fonts', 'fills', 'cellXfs'])
  let list = ''
  const inFills = (name: string, attributes: XmlAttributes) => {
    if (name === 'fill') fills.push(undefined)
    else if (name === 'patternFill' && attributes['patternType'] !== 'none')
      fills.splice(-1, 1, attributes['patternType'] ?? '')
    else if (name === 'gradientFill') fills.splice(-1, 1, name)
    else if (name === 'fgColor' && fills.at(-1) === 'solid') fills.splice(-1, 1, colorOf(attributes))
  }
  return {
    open(name: string, attributes: XmlAttributes): void {
      const font = fonts.at(-1)
      if (lists.has(name)) list = name
      else if (list === 'fonts' && name === 'font') fonts.push({})
      else if (list === 'fonts' && name === 'strike' && font !== undefined) font.isStruck = isOn(attributes)
      else if (list === 'fonts' && name === 'sz' && font !== undefined && Number(attributes['val']) < leastPoints)
        font.isHidden = true
      else if (list === 'fonts' && name === 'name' && font !== undefined && isSymbolFont(attributes))
        font.isHidden = true
      else if (list === 'fonts' && name === 'color' && font !== undefined) font.color = colorOf(attributes)
      else if (list === 'fills') inFills(name, attributes)
      else if (list === 'cellXfs' && name === 'xf') {
        const { fontId = '0', fillId = '0' } = attributes
        const fill = fills[Number(fillId)]
        styles.push({ ...fonts[Number(fontId)], ...(fill === undefined ? {} : { fill }) })
      }
    },
    close: (name: string) => void (name === list && (list = '')),
    styles,
    /** The color of the texts of ordinary cells, which the style of a table replaces. */
    usualColor: () => fonts[0]?.color ?? black,
  }
}

function hidingCheck(formats: readonly CellFormat[]): Looks['mayHide'] {
  const colors = new Set([black, ...formats.flatMap(({ color }) => color ?? [])])
  const fills = new Set([white, ...formats.flatMap(({ fill }) => fill ?? [])])
  const isIn = (color: string | undefined, others: ReadonlySet<string>) =>
    color !== undefined && Array.from(others).some((other) => isSameColor(color, other))
  return ({ isStruck, isHidden, color, fill }) =>
    isStruck === true || isHidden === true || isIn(color, fills) || isIn(fill, colors)
}

/** Collects the table styles of a workbook: their parts name conditional formats. */
function tableStyleCollector() {
  const styles = new Map<string, { type: string; format: number }[]>()
  let parts: { type: string; format: number }[] = []
  return {
    open(tag: string, { name = '', type = '', dxfId }: XmlAttributes): void {
      if (tag === 'tableStyle') styles.set(name, (parts = []))
      else if (tag === 'tableStyleElement' && dxfId !== undefined) parts.push({ type, format: Number(dxfId) })
    },
    styles: (formats: readonly CellFormat[]) =>
      new Map(
        Array.from(styles, ([name, found]) => [
          name,
          found.map(({ type, format }) => ({ type, format: formats[format] ?? {} })),
        ]),
      ),
  }
}

/** Reads the look of each cell style, of each conditional format and of each table style. */
export async function readLooks(container: XlsxContainer, part: string | null): Promise<Looks> {
  const cells = cellFormatCollector()
  const tables = tableStyleCollector()
  const conditional: CellFormat[] = []
  let format: ReturnType<typeof formatCollector> | null = null
  if (part !== null)
    await readXml(part, await container.open(part), {
      open(name, attributes) {
        if (name === 'dxf') format = formatCollector()
        if (format !== null) return format.open(name, attributes)
        cells.open(name, attributes)
        tables.open(name, attributes)
      },
      close(name) {
        cells.close(name)
        if (name !== 'dxf' || format === null) return
        conditional.push(format.format())
        format = null
      },
    })
  const usual = cells.usualColor()
  const cellFormats = cells.styles.map(({ color, ...rest }) =>
    color === undefined || color === usual ? rest : { ...rest, color },
  )
  return {
    cells: cells.styles.map((style) => lookOf([style])),
    cellFormats,
    conditional,
    tables: tables.styles(conditional),
    mayHide: hidingCheck([...cells.styles, ...conditional]),
  }
}
