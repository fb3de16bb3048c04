import { dirname, join, normalize } from 'node:path'
import type { SourceFile } from './measures.ts'

interface Use {
  readonly sheet: string
  readonly name: string
}

/** The classes that a file uses, by style sheet. */
function usesIn({ path, text }: SourceFile): readonly Use[] {
  const code = text.replaceAll(/^import .*$/gm, '')
  return [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].flatMap(([, variable = '', to = '']) => {
    const names = code.match(new RegExp(String.raw`(?<=\b${variable}\.)\w+`, 'g')) ?? []
    return names.map((name) => ({ sheet: normalize(join(dirname(path), to)), name }))
  })
}

function declaredIn(css: string): ReadonlySet<string> {
  const selectors = css.replaceAll(/\/\*[\s\S]*?\*\/|:global\([^)]*\)|\{[^{}]*\}/g, '{}')
  return new Set(selectors.match(/(?<=\.)[A-Za-z][\w-]*/g))
}

/** Declared classes that no file uses, and used ones that no style sheet declares. */
export function looseClasses(sheets: readonly SourceFile[], files: readonly SourceFile[]): readonly string[] {
  const uses = Map.groupBy(files.flatMap(usesIn), ({ sheet }) => sheet)
  return sheets
    .filter(({ path }) => path.endsWith('.module.css'))
    .flatMap(({ path, text }) => {
      const used = new Set(uses.get(path)?.map(({ name }) => name))
      const declared = declaredIn(text)
      const loose = [...declared, ...used].filter((name) => !declared.has(name) || !used.has(name))
      return loose.map((name) => `${path}: ${name}`)
    })
}
