import { type Program, parseSync, Visitor } from 'oxc-parser'

/** One wrong change of a source file. */
export interface Mutant {
  readonly line: number
  /** The text before and after, on one line. */
  readonly change: string
  /** The whole file with the change. */
  readonly text: string
}

interface Span {
  readonly start: number
  readonly end: number
}

interface Edit extends Span {
  readonly by: string
}

const opposites: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
}

/** The methods that judge every or some element. */
const methods: Readonly<Record<string, string>> = { some: 'every', every: 'some' }

/** Edits of conditions, operators, statements and truth values. */
function findEdits(program: Program, text: string): readonly Edit[] {
  const edits: Edit[] = []
  const types = new Set<number>()
  const cut = ({ start, end }: Span): string => text.slice(start, end)
  const replace = ({ start, end }: Span, by: string): void => void edits.push({ start, end, by })
  const negate = (test: Span): void => replace(test, `!(${cut(test)})`)
  const operator = (node: { left: Span; right: Span; operator: string }): void => {
    const by = opposites[node.operator]
    const between = cut({ start: node.left.end, end: node.right.start })
    const at = node.left.end + between.indexOf(node.operator)
    if (by !== undefined) replace({ start: at, end: at + node.operator.length }, by)
  }
  new Visitor({
    IfStatement: ({ test }) => negate(test),
    ConditionalExpression: ({ test }) => negate(test),
    LogicalExpression: operator,
    BinaryExpression: operator,
    UnaryExpression: (node) => {
      if (node.operator === '!') replace(node, cut(node.argument))
    },
    ThrowStatement: (node) => replace(node, ';'),
    ExpressionStatement: (node) => {
      const { type } = node.expression
      if (type === 'CallExpression' || type === 'AwaitExpression') replace(node, ';')
    },
    TSLiteralType: ({ start }) => void types.add(start),
    Literal: (node) => {
      if (typeof node.value === 'boolean') replace(node, String(!node.value))
    },
    CallExpression: ({ callee }) => {
      const by = callee.type === 'MemberExpression' ? methods[cut(callee.property)] : undefined
      if (callee.type === 'MemberExpression' && by !== undefined) replace(callee.property, by)
    },
  }).visit(program)
  return edits.filter(({ start }) => !types.has(start))
}

/**
 * The mutants of a file: each condition negated, each operator replaced, each throw and each call in a statement dropped,
 * each `true` and `false` exchanged.
 */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message ?? ''}`)
  return findEdits(program, text)
    .toSorted((one, other) => one.start - other.start)
    .map((edit) => mutantOf(text, edit))
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 100)

function mutantOf(text: string, { start, end, by }: Edit): Mutant {
  return {
    line: text.slice(0, start).split('\n').length,
    change: `${oneLine(text.slice(start, end))} → ${oneLine(by)}`,
    text: text.slice(0, start) + by + text.slice(end),
  }
}
