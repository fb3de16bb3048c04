import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hardCodedStrings } from './hard-coded-strings.mjs'
import { log } from './log.mjs'
import { at, root } from './paths.mjs'

/** Maximum of strings outside the catalogue. */
const allowed = 0

const sources = ['apps/web/src', 'packages/wording/src']
const isSource = (file) => /\.tsx?$/.test(file) && !/\.(spec|d)\.tsx?$|\/testing\//.test(file)

function sourceFiles() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...sources], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter(isSource)
}

/** Counts the strings outside the catalogue; `--list [part of a path]` prints them. */
function check([option, path = '']) {
  const files = sourceFiles()
  if (files.length === 0) throw new Error('no source file was found')
  const found = files.flatMap((file) => hardCodedStrings(file, readFileSync(at(file), 'utf8')))
  if (option === '--list')
    for (const { file, line, text } of found.filter((one) => one.file.includes(path))) log(`${file}:${line} ${text}`)
  log(`strings outside the catalogue: ${found.length} (at most ${allowed})`)
  if (found.length > allowed) process.exitCode = 1
}

check(process.argv.slice(2))
