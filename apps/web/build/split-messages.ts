import { join, relative } from 'node:path'
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
  /^apps\/web\/src\/(app|lib|query|ui|features\/(directory|guards|hold|session|users|connection\/(budget|credential-banner|queries)|jobs\/(list\/(job-tray|unresolved-badge)|progress|queries|job-)))/

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

/**
 * Cuts the catalogue of a language in two: `virtual:muster-messages/<language>-first` and `…-rest`. The build fails if
 * code that loads before the rest, from the modules that match `starts`, has a message of it.
 */
export function splitMessages(starts: readonly RegExp[]): Plugin {
  return {
    name: 'muster-split-messages',
    resolveId: (source) => (source.startsWith(prefix) ? resolvedPrefix + source.slice(prefix.length) : null),
    load(id) {
      if (!id.startsWith(resolvedPrefix)) return null
      const [language = '', part] = id.slice(resolvedPrefix.length).split('-')
      return compile(language, part === 'first' ? 'first' : 'rest')
    },
    async buildEnd(error) {
      if (error !== undefined || this.meta.watchMode) return
      const withMessages = await filesWithMessages()
      const seen = new Set<string>()
      const visit = (id: string): void => {
        if (seen.has(id)) return
        seen.add(id)
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) visit(next)
      }
      for (const id of this.getModuleIds()) if (starts.some((start) => start.test(id))) visit(id)
      const early = [...seen].map((id) => relative(root, id).replaceAll('\\', '/'))
      const missing = early.filter((file) => withMessages.has(file) && !firstOrigins.test(file))
      if (missing.length > 0) throw new Error(`messages of the first page are in the rest: ${missing.join(', ')}`)
    },
  }
}
