import { entrySize, usersPageSize } from './entry-size.ts'
import { isBeyond, measures } from './measures.ts'
import { inProject, sources, textOf } from './source-tree.ts'

const table = [
  ...measures(sources().map((path) => ({ path, text: textOf(path) }))),
  entrySize(inProject('apps/web/dist')),
  usersPageSize(inProject('apps/web/dist')),
]
const width = Math.max(...table.map(({ name }) => name.length))
for (const measure of table) {
  const { name, value, bound } = measure
  const limit = bound === null ? '' : `  (at most ${bound}${isBeyond(measure) ? ': BEYOND' : ''})`
  process.stderr.write(`${name.padEnd(width)}  ${String(value).padStart(6)}${limit}\n`)
}
if (table.some(isBeyond)) process.exitCode = 1
