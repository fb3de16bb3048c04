import { dirname, join, relative } from 'node:path'
import { createCompiledCatalog, getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { sourceLanguage } from '@muster/core/language'
import type { Plugin } from 'vite'

const prefix = 'virtual:muster-messages/'
const resolvedPrefix = '/__muster-messages/'

const root = join(import.meta.dirname, '..', '..', '..')

type Part = 'first' | 'rest'

/** Source files of the messages that the first page and the shell show. Every other page waits for the rest. */
const firstOrigins =
  /^apps\/web\/src\/(app|lib|query|ui|features\/(directory|guards|hold|session|users|connection\/(budget|credential-banner|queries)|jobs\/(list\/(job-tray|unresolved-badge)|progress|queries|job-)|commands\/palette-button|plans\/approval\/approvals-link))/

async function openCatalogue() {
  const config = getConfig()
  const [catalog] = await getCatalogs(config)
  if (catalog === undefined) throw new Error('the configuration of Lingui has no catalogue')
  return { config, catalog }
}

async function compile(language: string, part: Part): Promise<string> {
  const { config, catalog } = await openCatalogue()
  const entries = Object.entries((await catalog.read(language)) ?? {})
  const isFirst = new Map(
    entries.map(([id, { origin }]) => [id, origin?.some(([file]) => firstOrigins.test(file)) === true]),
  )
  const { messages } = await catalog.getTranslations(language, config)
  const kept = Object.fromEntries(
    Object.entries(messages).filter(([id]) => (isFirst.get(id) === true) === (part === 'first')),
  )
  const { source, errors } = createCompiledCatalog(language, kept, { namespace: 'es' })
  if (errors.length > 0) throw new Error(errors.map(({ error }) => String(error)).join('\n'))
  return source
}

/** Source files of the app that have messages. */
async function filesWithMessages(): Promise<ReadonlySet<string>> {
  const { catalog } = await openCatalogue()
  const entries = Object.values((await catalog.read(sourceLanguage)) ?? {})
  return new Set(entries.flatMap(({ origin }) => (origin ?? []).map(([file]) => file)))
}

/** A part of the app that loads without the rest: an `import()` that `withMessages` does not hold back. */
const unguarded = /(?<!withMessages\()\bimport\('(\.[^']+)'\)/g

/**
 * Cuts the catalogue of a language in two: `virtual:muster-messages/<language>-first` and `…-rest`. The build fails if
 * code that may run before the rest is loaded has a message of it.
 */
export function splitMessages(): Plugin {
  const starts = new Set<string>()
  return {
    name: 'muster-split-messages',
    enforce: 'pre',
    resolveId: (source) => (source.startsWith(prefix) ? resolvedPrefix + source.slice(prefix.length) : null),
    load(id) {
      if (!id.startsWith(resolvedPrefix)) return null
      const [language = '', part] = id.slice(resolvedPrefix.length).split('-')
      return compile(language, part === 'first' ? 'first' : 'rest')
    },
    transform(code, id) {
      const file = relative(root, id).replaceAll('\\', '/')
      if (!file.startsWith('apps/web/src/')) return
      if (file === 'apps/web/src/main.tsx') starts.add(id)
      for (const [, path = ''] of code.matchAll(unguarded)) starts.add(join(dirname(id), path))
    },
    async buildEnd(error) {
      if (error !== undefined || this.meta.watchMode || starts.size === 0) return
      const withMessages = await filesWithMessages()
      const seen = new Set<string>()
      const visit = (id: string): void => {
        if (seen.has(id)) return
        seen.add(id)
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) visit(next)
      }
      for (const id of starts) visit(id)
      const early = [...seen].map((id) => relative(root, id).replaceAll('\\', '/'))
      const missing = early.filter((file) => withMessages.has(file) && !firstOrigins.test(file))
      if (missing.length > 0)
        throw new Error(`load these by withMessages(import(…)), or add them to firstOrigins: ${missing.join(', ')}`)
    },
  }
}
