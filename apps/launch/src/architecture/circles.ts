import type { Import } from './source-tree.ts'

type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Workspace imports name a file without its extension. */
const withoutExtension = (file: string) => file.replace(/\.tsx?$/, '')

function graphOf(imports: readonly Pick<Import, 'from' | 'to'>[]): Graph {
  const edges = imports.map(({ from, to }) => ({ from: withoutExtension(from), to: withoutExtension(to) }))
  return new Map([...Map.groupBy(edges, ({ from }) => from)].map(([from, to]) => [from, new Set(to.map((e) => e.to))]))
}

/** Files whose imports lead back to them, `import type` included. Empty without a circle. */
export function circlesOf(imports: readonly Pick<Import, 'from' | 'to'>[]): readonly string[] {
  const graph = graphOf(imports)
  // A file without remaining imports is in no circle; its removal may free its importers.
  const left = new Map([...graph].map(([from, to]) => [from, new Set([...to].filter((file) => graph.has(file)))]))
  for (let size = Number.POSITIVE_INFINITY; left.size < size; ) {
    size = left.size
    for (const [from, to] of left) if ([...to].every((file) => !left.has(file))) left.delete(from)
  }
  return [...left.keys()].filter((file) => reachedIn(left, file).has(file)).toSorted()
}

/** What imports lead to from a file: the file itself only if they lead back to it. */
function reachedIn(graph: Graph, file: string): ReadonlySet<string> {
  const open = [...(graph.get(file) ?? [])]
  const seen = new Set<string>()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(graph.get(next) ?? []))
  }
  return seen
}

/** Every file and library that a program loads, at its start or later. */
export const loadedBy = (imports: readonly Import[], program: string): readonly string[] => [
  ...reachedIn(graphOf(imports.filter(({ typeOnly }) => !typeOnly)), withoutExtension(program)),
]
