/** Letters that Unicode does not decompose, as people type them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ς: 'σ',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

/** Characters without a shape of their own: zero-width, direction, soft hyphen, variation selectors, fillers, controls. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]|[^\P{Cc}\t\n\r]/gu

/** A run of marks behind the letter that carries it, decomposed. */
const marked = /(\p{L}?)(\p{M}+)/gu

/** Most text by far; nothing of it decomposes. */
const isAscii = /^[ -~\t\n\r]*$/

/** All marks but strokes through a letter, which cross it out. */
const everyMark = /[^\P{M}\u0334-\u0338\u20d2\u20d3\u20e5\u20e6\u20ea\u20eb]/gu
const hebrewPoints = /[\u0591-\u05c7]/gu
const arabicPoints = /[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed]/gu
/** Madda and hamza on an alef, which most people do not type. On other letters they make another letter. */
const alefSigns = /[\u0653-\u0655]/gu
const diaeresis = /\u0308/gu
const stress = /[\u0300\u0301]/gu

/** Marks that only decorate this letter. All others make another letter: パ is not ハ, й is not и, ก้า is not กา. */
function decorationsOf(letter: string): readonly RegExp[] {
  if (/\p{Script=Latin}|\p{Script=Greek}/u.test(letter)) return [everyMark]
  if (letter === 'е') return [diaeresis, stress]
  if (/[аиоуыэюя]/u.test(letter)) return [stress]
  if (/\p{Script=Hebrew}/u.test(letter)) return [hebrewPoints]
  if (letter === 'ا') return [arabicPoints, alefSigns]
  return /\p{Script=Arabic}/u.test(letter) ? [arabicPoints] : []
}

function withoutDecorations(text: string): string {
  return text.replaceAll(marked, (_, letter: string, marks: string) =>
    decorationsOf(letter).reduce((left, decoration) => left.replaceAll(decoration, ''), letter + marks),
  )
}

/**
 * The form in which texts are compared, in names and in searches alike: lower case, compatible forms (full-width,
 * half-width, ligatures) as the usual ones, no invisible characters, and no marks where these only decorate a letter.
 */
export function foldText(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase()
  const decomposed = text.toLowerCase().normalize('NFKD').toLowerCase().normalize('NFKD').replaceAll(invisible, '')
  return withoutDecorations(decomposed)
    .replaceAll(special, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC')
}

/** Letters with what was folded of them, or null where they are ASCII. */
function lettersOf(text: string): readonly (readonly [letter: string, marks: string])[] | null {
  if (isAscii.test(text)) return null
  const plain = text.toLowerCase().normalize('NFKD').toLowerCase().normalize('NFKD').replaceAll(invisible, '')
  return Array.from(
    plain
      .replaceAll(/\s+/gu, ' ')
      .trim()
      .matchAll(/(\P{M})(\p{M}*)/gu),
  ).flatMap(([, letter = '', marks = '']) => {
    const [first = '', ...others] = plainLetters[letter] ?? letter
    return [[first, first === letter ? marks : letter + marks], ...others.map((other) => [other, ''] as const)]
  })
}

/** Footnotes and numbers in circles, which fold to plain digits and letters: "Region 1²" is no "Region 12". */
const footnotes = /[\p{No}ªº]/gu
const footnotesIn = (text: string): string => (isAscii.test(text) ? '' : (text.match(footnotes) ?? []).join(''))

/** Text without footnotes. */
export const withoutFootnotes = (text: string): string => text.replaceAll(footnotes, ' ')

/**
 * Whether two texts that fold to the same carry different marks on a letter: "Bán" and "Bạn" are two words, while "Ban" may
 * be either of them, typed without its mark.
 */
export function haveOtherMarks(one: string, other: string): boolean {
  if (footnotesIn(one) !== footnotesIn(other)) return true
  const [left, right] = [lettersOf(one), lettersOf(other)]
  if (left === null || right === null || left.length !== right.length) return false
  return left.some(([, marks], at) => {
    const beside = right[at]?.[1] ?? ''
    return marks !== '' && beside !== '' && marks !== beside
  })
}
