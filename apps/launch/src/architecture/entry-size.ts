import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Measure } from './measures.ts'

/** The chunks of Vite's build by their source. */
type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>

/** The scripts that a page needs before it shows anything: the entry and what it imports statically. */
export function entryFiles(manifest: Manifest): readonly string[] {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined) throw new Error(`the build has no chunk ${name}`)
    if (seen.has(chunk.file)) return
    seen.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  visit('index.html')
  return [...seen]
}

/** The compressed size of the entry of the built web app, in kB of 1,000 bytes. */
export function entrySize(dist: string): Measure {
  const manifest: Manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'))
  const sizes = entryFiles(manifest).map((file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length)
  const bytes = sizes.reduce((total, size) => total + size, 0)
  return { name: 'entry of the web app, kB gz', value: Number((bytes / 1000).toFixed(1)), bound: 150 }
}
