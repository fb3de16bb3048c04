export interface RetiredWord {
  readonly word: string
  readonly pattern: RegExp
  readonly use: string
  /** Where the word is data, not ours. */
  readonly data?: RegExp
}

export interface Occurrence {
  readonly line: number
  readonly found: string
}

export const retiredWords: readonly RetiredWord[]
export function findRetired(text: string, word: RetiredWord): readonly Occurrence[]
