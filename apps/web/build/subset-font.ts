import { readFileSync } from 'node:fs'
import subsetFont from 'subset-font'
import type { Plugin } from 'vite'

/** The characters of the `unicode-range` of a font in a style sheet. */
function charactersOf(css: string, name: string): string {
  const face = css.split('@font-face').find((one) => one.includes(name)) ?? ''
  const ranges = [...face.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)]
  if (ranges.length === 0) throw new Error(`the style sheet has no font ${name}`)
  return ranges
    .flatMap(([, first = '', last = first]) => {
      const start = Number.parseInt(first, 16)
      return Array.from({ length: Number.parseInt(last, 16) - start + 1 }, (_, at) => String.fromCodePoint(start + at))
    })
    .join('')
}

interface SubsetOptions {
  readonly css: string
  /** Start of the name of its file. */
  readonly name: string
  readonly weights: { readonly min: number; readonly max: number }
}

/** Reduces a variable font to the weights in use, the characters of its `unicode-range` and the default features. */
export function subsetVariableFont({ css, name, weights }: SubsetOptions): Plugin {
  return {
    name: 'muster-subset-font',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const characters = charactersOf(readFileSync(css, 'utf8'), name)
      for (const output of Object.values(bundle)) {
        if (output.type !== 'asset' || !output.fileName.includes(name) || typeof output.source === 'string') continue
        const kept = { targetFormat: 'woff2', variationAxes: { wght: weights } } as const
        output.source = await subsetFont(Buffer.from(output.source), characters, kept)
      }
    },
  }
}
