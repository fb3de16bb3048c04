import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const text = /\.(js|css|html|svg)$/
/** Below this the headers weigh more than what is saved. */
const leastBytes = 1024

/** Writes `.br` and `.gz` beside every text of the build: the backend compresses nothing while it serves. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle: ({ dir = 'dist' }, bundle) => {
      for (const name of Object.keys(bundle).filter((file) => text.test(file))) {
        const file = join(dir, name)
        const bytes = readFileSync(file)
        if (bytes.length < leastBytes) continue
        const hints = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: hints }))
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
      }
    },
  }
}
