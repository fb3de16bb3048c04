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

/** A file of fewer lines that serves one file of its own folder is a part of that file, unless a spec tests it. */
const smallLines = 20

/** Files that one file of their folder alone imports, and that are too small to be on their own. */
function fragments(files: readonly SourceFile[]): readonly string[] {
  const importers = Map.groupBy(files.flatMap(importsIn), ({ to }) => to)
  return files.flatMap((file) => {
    const [only, ...others] = new Set((importers.get(file.path) ?? []).map(({ from }) => from))
    const isAlone = only !== undefined && others.length === 0 && dirname(only) === dirname(file.path)
    return isAlone && !isTest(file) && codeLines(file.text) < smallLines ? [file.path] : []
  })
}

/** The table of measures. */
export function measures(files: readonly SourceFile[]): readonly Measure[] {
  const sources = files.filter((file) => !isTest(file))
  const folders = folderSizes(sources)
  const lines = sources.map(({ text }) => codeLines(text))
  const facts = new Map(files.map((file) => [file, codeFacts(file.path, file.text)]))
  const total = (count: (one: CodeFacts) => number, of: readonly SourceFile[]) =>
    sum(of.flatMap((file) => facts.get(file) ?? []).map(count))
  const functions = sources.flatMap((file) => facts.get(file)?.functions ?? [])
  return [
    { name: 'source files', value: sources.length, bound: null },
    { name: 'files a folder, mean', value: Number((sources.length / folders.length).toFixed(2)), bound: 8 },
    { name: 'files a folder, largest', value: Math.max(...folders), bound: 30 },
    { name: 'circles: files in one', value: circlesOf(files.flatMap(importsIn)).length, bound: 0 },
    { name: 'any', value: total(({ anys }) => anys, files), bound: 0 },
    { name: 'casts (as)', value: total(({ casts }) => casts, sources), bound: null },
    { name: 'casts (as) in tests', value: total(({ casts }) => casts, files.filter(isTest)), bound: null },
    { name: 'non-null assertions (!)', value: total(({ nonNulls }) => nonNulls, files), bound: null },
    { name: 'small files with one importer', value: fragments(files).length, bound: null },
    { name: 'lines a file, p95', value: percentile(lines, 0.95), bound: null },
    { name: 'lines a file, largest', value: Math.max(...lines), bound: 300 },
    { name: 'lines a function, p95', value: percentile(functions, 0.95), bound: null },
    { name: 'lines a function, largest', value: Math.max(...functions), bound: null },
  ]
}

export const isBeyond = ({ value, bound }: Measure): boolean => bound !== null && value > bound
