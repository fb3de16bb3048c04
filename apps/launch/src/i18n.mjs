import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { run } from './run.mjs'

const lingui = at('node_modules', '@lingui', 'cli', 'dist', 'lingui.js')

/** Arguments of Lingui's command, a Node script. One process: the extractor itself runs in parallel. */
export const linguiArgs = (...args) => [lingui, ...args, '--workers', '1']

/**
 * `npm run i18n`: writes the messages of the source into the catalogues, removes unused ones, and prints how many
 * translations are missing. `--overwrite` also writes the changed English text of a message with a code, which would
 * otherwise keep its first one.
 */
async function extract() {
  await prepare({ build: false })
  log('i18n: extracting the messages of the source')
  process.exitCode = await run(ownNode(), linguiArgs('extract', '--clean', '--overwrite'))
}

if (import.meta.filename === process.argv[1]) await extract()
