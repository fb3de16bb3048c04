import { type JSXOpeningElement, parseSync, Visitor } from 'oxc-parser'
import { codeLines } from './source-tree.ts'

/** Counts of one source file. */
export interface CodeFacts {
  readonly anys: number
  /** `x as T`, except `as const`. */
  readonly casts: number
  /** `x!` */
  readonly nonNulls: number
  /** Sizes of buttons and fields other than the two that the app has. */
  readonly thirdSizes: number
  /** Lines of each function, without blank lines and comments. */
  readonly functions: readonly number[]
}

interface Span {
  readonly start: number
  readonly end: number
}

/** The one size that controls may name beside the default: that of rows. Null: none. */
const rowSizes: readonly (readonly [controls: RegExp, size: string | null])[] = [
  [/^(ActionIcon|CloseButton|PermittedIcon)$/, 'sm'],
  [/Button$/, 'compact-sm'],
  [/^SegmentedControl$/, 'xs'],
  [/(Input|Select|Textarea)$/, null],
]

/** Whether an element is a control with a size that is neither the default nor that of rows. */
function hasThirdSize({ name, attributes }: JSXOpeningElement): boolean {
  const rule = name.type === 'JSXIdentifier' ? rowSizes.find(([controls]) => controls.test(name.name)) : undefined
  if (rule === undefined) return false
  return attributes.some(
    (attribute) =>
      attribute.type === 'JSXAttribute' &&
      attribute.name.name === 'size' &&
      (attribute.value?.type !== 'Literal' || attribute.value.value !== rule[1]),
  )
}

export function codeFacts(file: string, text: string): CodeFacts {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message ?? ''}`)
  const counts = { anys: 0, casts: 0, nonNulls: 0, thirdSizes: 0 }
  const functions: number[] = []
  const measure = ({ start, end }: Span) => void functions.push(codeLines(text.slice(start, end)))
  new Visitor({
    TSAnyKeyword: () => void (counts.anys += 1),
    TSAsExpression: ({ typeAnnotation }) => {
      if (text.slice(typeAnnotation.start, typeAnnotation.end) !== 'const') counts.casts += 1
    },
    TSNonNullExpression: () => void (counts.nonNulls += 1),
    JSXOpeningElement: (element) => void (counts.thirdSizes += hasThirdSize(element) ? 1 : 0),
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program)
  return { ...counts, functions }
}
