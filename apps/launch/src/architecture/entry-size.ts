import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Measure } from './measures.ts'

/** The chunks of Vite's build by their source. */
type Manifest = Readonly<
  Record<string, { readonly file: string; readonly name?: string; readonly imports?: readonly string[] }>
>

/** The scripts that these chunks import statically, themselves included. */
function scriptsOf(manifest: Manifest, names: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined) throw new Error(`the build has no chunk ${name}`)
    if (seen.has(chunk.file)) return
    seen.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const name of names) visit(name)
  return [...seen]
}

/** The scripts that a page needs before it shows anything: the entry and what it imports statically. */
export const entryFiles = (manifest: Manifest): readonly string[] => scriptsOf(manifest, ['index.html'])

function sizeOf(
  dist: string,
  filesOf: (manifest: Manifest) => readonly string[],
  compressed: (bytes: Buffer) => Uint8Array,
): number {
  const manifest: Manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'))
  const sizes = filesOf(manifest).map((file) => compressed(readFileSync(join(dist, file))).length)
  return Number((sizes.reduce((total, size) => total + size, 0) / 1000).toFixed(1))
}

/** The compressed size of the entry of the built web app, in kB of 1,000 bytes. */
export function entrySize(dist: string): Measure {
  const value = sizeOf(dist, entryFiles, (bytes) => gzipSync(bytes, { level: 9 }))
  return { name: 'entry of the web app, kB gz', value, bound: 148 }
}

/** The scripts of the Users page up to its first rows, as a browser receives them. */
export function usersPageSize(dist: string): Measure {
  const route = (manifest: Manifest) => {
    const names = Object.keys(manifest).filter((name) => manifest[name]?.name === 'users')
    if (names.length !== 1) throw new Error('the build has no chunk of the Users page')
    return scriptsOf(manifest, ['index.html', ...names])
  }
  const value = sizeOf(dist, route, brotliCompressSync)
  return { name: 'scripts of the Users page, kB br', value, bound: 195 }
}
