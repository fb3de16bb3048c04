import { parseSync, Visitor } from 'oxc-parser'
import { codeLines } from './source-tree.ts'

/** Counts of one source file. */
export interface CodeFacts {
  readonly anys: number
  /** `x as T`, except `as const`. */
  readonly casts: number
  /** `x!` */
  readonly nonNulls: number
  /** Lines of each function, without blank lines and comments. */
  readonly functions: readonly number[]
}

interface Span {
  readonly start: number
  readonly end: number
}

export function codeFacts(file: string, text: string): CodeFacts {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message ?? ''}`)
  const counts = { anys: 0, casts: 0, nonNulls: 0 }
  const functions: number[] = []
  const measure = ({ start, end }: Span) => void functions.push(codeLines(text.slice(start, end)))
  new Visitor({
    TSAnyKeyword: () => void (counts.anys += 1),
    TSAsExpression: ({ typeAnnotation }) => {
      if (text.slice(typeAnnotation.start, typeAnnotation.end) !== 'const') counts.casts += 1
    },
    TSNonNullExpression: () => void (counts.nonNulls += 1),
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program)
  return { ...counts, functions }
}
