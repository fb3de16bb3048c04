import { dirname } from 'node:path'
import { circlesOf } from './circles.ts'
import { type CodeFacts, codeFacts } from './code-facts.ts'
import { codeLines, importsIn } from './source-tree.ts'

export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A measure of the code. Above `bound` the check fails; null only prints it. */
export interface Measure {
  readonly name: string
  readonly value: number
  readonly bound: number | null
}

const isTest = ({ path }: SourceFile) =>
  /\.(spec|nightly|contract|fixture|e2e)\.tsx?$/.test(path) || /\/(testing|fixtures)\//.test(path)

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** The value below which a share of all values lies. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Source files of each folder, without tests. */
function folderSizes(files: readonly SourceFile[]): readonly number[] {
  return [...Map.groupBy(files, ({ path }) => dirname(path)).values()].map((inside) => inside.length)
}

/** A file of fewer lines that serves one file of its room is a part of that file, unless its name is a reason. */
const smallLines = 60
const mostLines = 300

/** Names that a stranger looks for, and files that each folder has under the same name. */
const namedAlone =
  /\b(undo|duplicates?|validate|preview|dismiss|csrf|injection|cache|mutex|concurrency|retry|limiter|lease|migrations?|search|import|export|audit|session)\b|\.routes\.ts$|\/queries\.ts$/

/** Files that list many others: tables, migrations, messages, routes, settings, commands. */
const lists = /(\/(registry|tables|routes|settings|main|vite\.config)|\.routes)\.tsx?$/

const withoutExtension = (path: string) => path.replace(/\.tsx?$/, '')

/** Small files that one file of their folder alone imports, and no spec. */
function fragments(files: readonly SourceFile[]): readonly string[] {
  const sources = new Map(files.map((file) => [file.path, file]))
  const importers = Map.groupBy(files.flatMap(importsIn), ({ to }) => withoutExtension(to))
  return files.flatMap((file) => {
    const found = importers.get(withoutExtension(file.path)) ?? []
    const [only = '', ...others] = new Set(found.map(({ from }) => from))
    const importer = sources.get(only)
    if (importer === undefined || others.length > 0 || isTest(file) || isTest(importer)) return []
    if (dirname(only) !== dirname(file.path) || namedAlone.test(file.path) || lists.test(only)) return []
    const lines = codeLines(file.text)
    return lines < smallLines && lines + codeLines(importer.text) < mostLines ? [file.path] : []
  })
}

/** A migration is one SQL statement after the other, and never changes once it ran. */
const isNoMigration = ({ path }: SourceFile) => !path.includes('/storage/migrations/')

/** The table of measures. */
export function measures(files: readonly SourceFile[]): readonly Measure[] {
  const sources = files.filter((file) => !isTest(file))
  const folders = folderSizes(sources)
  const lines = sources.map(({ text }) => codeLines(text))
  const facts = new Map(files.map((file) => [file, codeFacts(file.path, file.text)]))
  const total = (count: (one: CodeFacts) => number, of: readonly SourceFile[]) =>
    sum(of.flatMap((file) => facts.get(file) ?? []).map(count))
  const functions = sources.filter(isNoMigration).flatMap((file) => facts.get(file)?.functions ?? [])
  return [
    { name: 'source files', value: sources.length, bound: null },
    { name: 'files a folder, mean', value: Number((sources.length / folders.length).toFixed(2)), bound: 8 },
    { name: 'files a folder, largest', value: Math.max(...folders), bound: 30 },
    { name: 'circles: files in one', value: circlesOf(files.flatMap(importsIn)).length, bound: 0 },
    { name: 'any', value: total(({ anys }) => anys, files), bound: 0 },
    // One: kysely's interface of a driver promises a row type that no driver knows.
    { name: 'casts (as)', value: total(({ casts }) => casts, sources), bound: 1 },
    { name: 'casts (as) in tests', value: total(({ casts }) => casts, files.filter(isTest)), bound: null },
    { name: 'non-null assertions (!)', value: total(({ nonNulls }) => nonNulls, files), bound: 0 },
    { name: 'third sizes of buttons and fields', value: total(({ thirdSizes }) => thirdSizes, sources), bound: 0 },
    { name: 'small files with one importer', value: fragments(files).length, bound: 28 },
    { name: 'lines a file, p95', value: percentile(lines, 0.95), bound: null },
    { name: 'lines a file, largest', value: Math.max(...lines), bound: 300 },
    { name: 'lines a function, p95', value: percentile(functions, 0.95), bound: null },
    { name: 'lines a function, largest', value: Math.max(...functions), bound: 40 },
  ]
}

export const isBeyond = ({ value, bound }: Measure): boolean => bound !== null && value > bound
