import { format as displayNumber, isDateFormat } from 'numfmt'
import { dateText } from './xlsx-date.ts'

/** A number of a cell as text. */
export interface NumberText {
  readonly text: string
  /** The displayed text, if it differs from `text` by more than decoration. */
  readonly displayed?: string
}

/** Formats the stored text of a number cell. */
export type NumberFormat = (stored: string) => NumberText

// Excel accepts no longer format code.
const maxCodeLength = 255

/** Codes of the built-in formats, which workbooks omit (ECMA-376, part 1, 18.8.30). */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  37: '#,##0;(#,##0)',
  38: '#,##0;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
}
// 27 to 36 and 50 to 58 are dates in the locales that define them.
const isBuiltInDate = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

const literals = /"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]/g
// "Standard", "Geral", "標準": General in another language. Only these letters occur in dates.
const isLocalizedGeneral = (bare: string) =>
  /^[\p{L}/ ]+$/u.test(bare) && /[^ymdhseagb/ ]/iu.test(bare.replace(/[ap]m?\/[ap]m?/gi, ''))

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** Locales change separators only; currencies are decoration. Any other text in `[$…]` is a literal. */
function withoutLocale(code: string): string {
  return code.replaceAll(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g, (_whole, symbol: string) => {
    const text = symbol.trim()
    return text === '' || /^[^\p{L}\p{N}]*\p{Sc}$/u.test(text) || currencies.has(text)
      ? ''
      : `"${symbol.replaceAll('"', '')}"`
  })
}

/** A stored number with all of its digits; sheets display 15 of a fraction, files store 17. */
export function plainNumber(stored: string): string {
  if (/^-?\d+$/.test(stored)) return BigInt(stored).toString()
  const value = Number(stored)
  if (stored === '' || !Number.isFinite(value)) return stored
  return Number.isInteger(value) && Math.abs(value) < 1e21
    ? BigInt(value).toString()
    : String(Number(value.toPrecision(15)))
}

const general: NumberFormat = (stored) => ({ text: plainNumber(stored) })

function dateFormat(code: string, from1904: boolean): NumberFormat {
  const isDuration = /\[(?:h+|m+|s+)\]/i.test(code)
  return (stored) => {
    const value = Number(stored)
    if (stored === '' || !Number.isFinite(value)) return { text: stored }
    const isTime = isDuration || (value >= 0 && value < 1 && !/[yd]/i.test(code.replaceAll(literals, '')))
    return { text: isTime ? displayNumber(code, value) : dateText(value, from1904) }
  }
}

const displayedNumber = /^(?<before>\D*)(?<digits>\d[\d,\s'’]*)(?<decimals>\.\d*)?(?<after>.*)$/su
const isDecoration = (text: string) => /^[\s()+\-\p{Sc}]*$/u.test(text)

/**
 * Zero padding or leading letters make a number an identifier: it is read as displayed. Separators, currencies,
 * decimals and blanks decorate a quantity: its digits are read. Any other displayed text is kept beside them.
 */
function numberFormat(code: string): NumberFormat {
  const integerPart = code.replaceAll(literals, '').split(';')[0]?.split('.')[0] ?? ''
  const isPadded = /0{2,}/.test(integerPart.replaceAll(',', '')) && !/E[+-]/i.test(code)
  const hasPoint = code.replaceAll(literals, '').includes('.')
  const prefix = displayedNumber.exec(displayNumber(code, 1))?.groups?.['before']?.trimStart() ?? ''
  return (stored) => {
    const text = plainNumber(stored)
    const value = Number(text)
    if (text === '' || !Number.isFinite(value)) return { text }
    // A format would round longer numbers.
    if (Math.abs(value) >= 1e15) return { text: isDecoration(prefix) ? text : `${prefix}${text}` }
    const displayed = displayNumber(code, value).trim()
    const { before = '', digits, decimals = '', after = '' } = displayedNumber.exec(displayed)?.groups ?? {}
    if (displayed === '') return { text, displayed }
    if (digits === undefined || after.trim().startsWith('%')) return { text: displayed }
    if (/^E[+-]\d/.test(after)) return isDecoration(before) ? { text } : { text, displayed }
    const isWhole = Number.isInteger(value) && !(hasPoint && /[1-9]/.test(decimals))
    if (isWhole && (isPadded || !isDecoration(before))) return { text: displayed }
    const isSame = Math.abs(value) === Number(`${digits.replaceAll(/\D/g, '')}${decimals}`)
    return (isSame || !isWhole) && isDecoration(before) && isDecoration(after) ? { text } : { text, displayed }
  }
}

/** The code of a format; null for General and for codes that are not valid. */
function codeOf(id: number, given: string | undefined): string | null {
  const code = withoutLocale(given ?? builtIn[id] ?? '').trim()
  const bare = code.replaceAll(literals, '').trim()
  if (code === '' || code.length > maxCodeLength || (/^(?:general|@)$/i.test(bare) && bare === code)) return null
  return code === bare && isLocalizedGeneral(bare) ? null : code
}

/** Displays the text of a cell that is no number, by a format's number and code; null if it displays it as it is. */
export type TextFormat = ((text: string) => string) | null

export function createTextFormat(id: number, given: string | undefined): TextFormat {
  const code = codeOf(id, given)
  try {
    return code === null || displayNumber(code, 'x').trim() === 'x' ? null : (text) => displayNumber(code, text).trim()
  } catch {
    return null
  }
}

/** Formats numbers by a format's number and code. Invalid codes count as General. */
export function createNumberFormat(id: number, given: string | undefined, from1904: boolean): NumberFormat {
  if (given === undefined && isBuiltInDate(id)) return dateFormat('yyyy-mm-dd', from1904)
  const code = codeOf(id, given)
  if (code === null) return general
  try {
    displayNumber(code, 1)
    return isDateFormat(code) ? dateFormat(code, from1904) : numberFormat(code)
  } catch {
    return general
  }
}
