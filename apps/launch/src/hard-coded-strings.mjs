import { parseSync } from 'oxc-parser'

/** Props and properties that contain text for users. */
const textNames =
  /^(alt|aria-(description|label|roledescription|valuetext)|description|error|heading|label|message|name|note|placeholder|sentence|summary|text|title|words|\w+(Label|Message|Placeholder|Text|Title|Words))$/
const macros = new Set(['t', 'msg', 'plural', 'select', 'selectOrdinal', 'defineMessage'])
const macroElements = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal'])
/** An element with this attribute contains text that is the same in every language. */
const exemptAttribute = 'data-untranslated'
/** The same in every language. */
const names = /\b(Muster|Kore\.ai|CSV|JSON|Esc|Enter|Ctrl)\b/g
/** Literals of these nodes are code: module names, types, keys, operands of comparisons. */
const codeNodes = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportAllDeclaration',
  'ThrowStatement',
  'SwitchCase',
])
const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

const hasLetters = (text) => /\p{L}{2}/u.test(text.replace(names, ''))
/** Two words, or one that begins with a capital. */
const looksLikeText = (text) =>
  /(\p{L}[\p{Ll}’',.:;]*) \p{L}|^\p{Lu}\p{Ll}+\b(?![-_/])/u.test(text.replace(names, '').trim())

const isNode = (value) => typeof value === 'object' && value !== null && typeof value.type === 'string'
const childrenOf = (node) => Object.values(node).flat().filter(isNode)
const elementName = (node) => node.openingElement.name.name ?? ''
const isExempt = (node) => node.openingElement.attributes.some(({ name }) => name?.name === exemptAttribute)
const isTranslation = ({ callee }) =>
  callee.type === 'MemberExpression' && callee.object.name === 'i18n' && ['_', 't'].includes(callee.property.name)

/** Walks one file. `place` is the place of a literal: in code, in text that users see, or in a macro. */
class Scan {
  found = []

  constructor(file, text, comments) {
    this.file = file
    this.text = text
    /** Lines after a comment that begins with "untranslated". */
    this.exempt = new Set(
      comments.filter(({ value }) => /^\s*untranslated\b/.test(value)).map(({ end }) => this.lineAt(end) + 1),
    )
    this.marked = new Set(comments.filter(({ value }) => value.trim() === 'i18n').map(({ end }) => end))
  }

  lineAt(offset) {
    return this.text.slice(0, offset).split('\n').length
  }

  report(node, shown) {
    const line = this.lineAt(node.start)
    if (this.exempt.has(line)) return
    this.found.push({ file: this.file, line, text: shown.trim().replace(/\s+/g, ' ') })
  }

  check(node, shown, place) {
    if (place === 'text' ? hasLetters(shown) : place === 'code' && looksLikeText(shown)) this.report(node, shown)
  }

  walkAll(nodes, place, depth) {
    for (const node of nodes) if (isNode(node)) this.walk(node, place, depth)
  }

  walk(node, place, depth) {
    const visit = this[node.type]
    if (visit !== undefined) visit.call(this, node, place, depth)
    else if (functions.has(node.type)) this.walkAll(childrenOf(node), 'code', depth + 1)
    else if (!codeNodes.has(node.type) && !isType(node)) this.walkAll(childrenOf(node), place, depth)
    else if (node.type === 'SwitchCase') this.walkAll(node.consequent, 'code', depth)
  }

  Literal(node, place) {
    if (typeof node.value === 'string') this.check(node, node.value, place)
  }

  TemplateLiteral(node, place, depth) {
    this.check(node, node.quasis.map(({ value }) => value.cooked).join('…'), place)
    this.walkAll(node.expressions, place === 'macro' ? 'code' : place, depth)
  }

  TaggedTemplateExpression(node, _place, depth) {
    if (macros.has(node.tag.name)) this.macro(node, node.tag.name, depth)
    this.walk(node.quasi, macros.has(node.tag.name) ? 'macro' : 'code', depth)
  }

  CallExpression(node, _place, depth) {
    const name = node.callee.name
    if (macros.has(name)) this.macro(node, name, depth)
    const [first, ...others] = node.arguments
    this.walk(node.callee, 'code', depth)
    if (macros.has(name)) this.walkAll(node.arguments, 'macro', depth)
    else if (isTranslation(node)) {
      if (first?.type !== 'Literal') this.walkAll([first], 'code', depth)
      this.walkAll(others, 'code', depth)
    } else this.walkAll(node.arguments, 'code', depth)
  }

  /** At the top level of a module a macro runs before the catalogue is loaded; only `msg` is allowed there. */
  macro(node, name, depth) {
    if (depth === 0 && name !== 'msg' && name !== 'defineMessage')
      this.report(node, `${name} at the top level of a module`)
  }

  NewExpression(node, _place, depth) {
    if (!node.callee.name?.endsWith('Error')) this.walkAll(node.arguments, 'code', depth)
  }

  BinaryExpression(node, place, depth) {
    const isSum = node.operator === '+'
    this.walkAll(
      [node.left, node.right].filter((side) => isSum || side.type !== 'Literal'),
      place,
      depth,
    )
  }

  ConditionalExpression(node, place, depth) {
    this.walk(node.test, 'code', depth)
    this.walkAll([node.consequent, node.alternate], place, depth)
  }

  MemberExpression(node, _place, depth) {
    this.walk(node.object, 'code', depth)
    if (node.computed && node.property.type !== 'Literal') this.walk(node.property, 'code', depth)
  }

  ObjectExpression(node, place, depth) {
    const isMarked = [...this.marked].some((end) => this.text.slice(end, node.start).trim() === '' && end <= node.start)
    this.walkAll(node.properties, isMarked ? 'macro' : place, depth)
  }

  Property(node, place, depth) {
    const isText = !node.computed && textNames.test(node.key.name ?? node.key.value)
    this.walk(node.value, place === 'macro' ? place : isText && node.key.name !== 'name' ? 'text' : 'code', depth)
  }

  JSXElement(node, place, depth) {
    const isMacro = macroElements.has(elementName(node))
    const inside = isMacro || isExempt(node) || place === 'macro' ? 'macro' : 'text'
    for (const attribute of node.openingElement.attributes) this.walk(attribute, isMacro ? 'macro' : 'code', depth)
    this.walkAll(node.children, inside, depth)
  }

  JSXAttribute(node, place, depth) {
    if (node.value === null || node.name.type !== 'JSXIdentifier') return
    const isText = textNames.test(node.name.name) && node.name.name !== 'name'
    if (place !== 'macro' && !isText && node.value.type === 'Literal') return
    this.walk(node.value, place === 'macro' ? place : isText ? 'text' : 'attribute', depth)
  }

  JSXText(node, place) {
    this.check(node, node.value, place)
  }
}

const isType = (node) =>
  node.type.startsWith('TS') && !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(node.type)

/** Strings in a source file that users see and that are not in the catalogue. */
export function hardCodedStrings(file, text) {
  const { program, comments, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  const scan = new Scan(file, text, comments)
  scan.walk(program, 'code', 0)
  return scan.found
}
