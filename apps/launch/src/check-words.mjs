import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { log } from './log.mjs'
import { at, root } from './paths.mjs'
import { findRetired, retiredWords } from './retired-words.mjs'

const isText = (file) => /\.(tsx?|mjs|mts|css|html|md|po|json|sh|yml|yaml)$/.test(file)

/**
 * Files that must contain retired words: the lists of them, applied migrations, and files that users upload in tests.
 * German and Arabic are no English.
 */
const isExempt = (file) =>
  /^docs\/glossary\.md$|\/(retired-words|check-words)\.|\/migrations\/|\/testing\/cases\/|\/locales\/(de|ar)\.po$|^pnpm-lock/.test(
    file,
  )

function files() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter((file) => isText(file) && !isExempt(file))
}

/** Counts the retired words in source, catalogue and docs; `--list [word]` prints where they are. */
function check([option, only = '']) {
  const texts = files().map((file) => ({ file, text: `${file}\n${readFileSync(at(file), 'utf8')}` }))
  if (texts.length === 0) throw new Error('no file was found')
  let total = 0
  for (const word of retiredWords) {
    const found = texts.flatMap(({ file, text }) => findRetired(text, word).map((one) => ({ file, ...one })))
    total += found.length
    if (option === '--list' && word.word.includes(only))
      for (const one of found) log(`${one.file}:${one.line - 1} ${one.found} → ${word.use}`)
    if (found.length === 0) continue
    log(`retired word "${word.word}": ${found.length}; use ${word.use}`)
    process.exitCode = 1
  }
  log(`retired words: ${total} (at most 0)`)
}

check(process.argv.slice(2))
