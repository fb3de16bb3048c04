import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { formatter } from '@lingui/format-po'
import { log } from './log.mjs'
import { at } from './paths.mjs'
import { issuesOf, rejected } from './terms.mjs'

const ofWording = createRequire(at('packages', 'wording', 'package.json'))
const { compileMessage } = await import(pathToFileURL(ofWording.resolve('@lingui/message-utils/compileMessage')).href)

async function catalogueOf(language) {
  const filename = at('packages', 'wording', 'locales', `${language}.po`)
  return formatter().parse(readFileSync(filename, 'utf8'), { locale: language, sourceLocale: 'en', filename })
}

/** Checks each translation: its terms, its facts and its plural forms. */
async function check() {
  const english = await catalogueOf('en')
  let found = 0
  for (const language of Object.keys(rejected)) {
    for (const [id, { translation = '', message }] of Object.entries(await catalogueOf(language))) {
      const source = compileMessage(english[id]?.translation || message || id)
      for (const issue of issuesOf(language, { translation, compiled: compileMessage(translation), source })) {
        log(`${language}.po: ${issue} (${(message || id).slice(0, 80)})`)
        found += 1
      }
    }
  }
  log(`terms of the translations: ${found} (at most 0)`)
  if (found > 0) process.exitCode = 1
}

await check()
