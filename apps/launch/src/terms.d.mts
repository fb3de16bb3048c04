export interface RejectedTerm {
  readonly variant: RegExp
  /** The term of the glossary. */
  readonly use: string
}

type Tokens = string | readonly unknown[]

export type CheckedLanguage = 'de' | 'ar'

export const rejected: Readonly<Record<CheckedLanguage, readonly RejectedTerm[]>>
export function issuesOf(
  language: CheckedLanguage,
  message: { readonly translation: string; readonly compiled: Tokens; readonly source: Tokens },
): readonly string[]
