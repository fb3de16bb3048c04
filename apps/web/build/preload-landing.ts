import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

function chunksOf(bundle: Bundle, start: Chunk): Set<Chunk> {
  const seen = new Set<Chunk>()
  const visit = (chunk: Chunk): void => {
    if (seen.has(chunk)) return
    seen.add(chunk)
    for (const file of chunk.imports) {
      const next = bundle[file]
      if (next?.type === 'chunk') visit(next)
    }
  }
  visit(start)
  return seen
}

const link = (attrs: Record<string, string | boolean>): HtmlTagDescriptor => ({ tag: 'link', attrs, injectTo: 'head' })

/** Lets the browser fetch the landing route's chunks and the latin font together with the entry, not after it. */
export function preloadLanding(landing: RegExp, font: RegExp): Plugin {
  return {
    name: 'muster-preload-landing',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (bundle === undefined) return []
        const outputs = Object.values(bundle)
        const chunks = outputs.filter((output) => output.type === 'chunk')
        const start = chunks.find((chunk) => chunk.moduleIds.some((id) => landing.test(id)))
        if (start === undefined) throw new Error(`no chunk of the build is the landing route ${String(landing)}`)
        const files = new Set<string>()
        for (const chunk of chunksOf(bundle, start)) {
          files.add(chunk.fileName)
          for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css)
        }
        const fonts = outputs.filter((output) => font.test(output.fileName)).map((output) => output.fileName)
        return [
          ...[...files]
            .filter((file) => !html.includes(file))
            .map((file) =>
              file.endsWith('.css')
                ? link({ rel: 'preload', as: 'style', href: `/${file}`, crossorigin: true })
                : link({ rel: 'modulepreload', href: `/${file}`, crossorigin: true }),
            ),
          ...fonts.map((file) =>
            link({ rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true }),
          ),
        ]
      },
    },
  }
}
