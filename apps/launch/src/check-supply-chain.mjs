import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { log } from './log.mjs'
import { at } from './paths.mjs'
import { isAllowedLicense, licenseOf, lockfileIssues, unpinned } from './supply-chain.mjs'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const below = (folder) => readdirSync(at(folder)).map((name) => at(folder, name, 'package.json'))
const manifests = [at('package.json'), at('e2e', 'package.json'), ...below('apps'), ...below('packages')]

/** The manifests of all installed packages, from pnpm's store of the project. */
function installed() {
  const store = at('node_modules', '.pnpm')
  return readdirSync(store)
    .map((entry) => at('node_modules', '.pnpm', entry, 'node_modules'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .flatMap((name) =>
          name.startsWith('@') ? readdirSync(`${folder}/${name}`).map((inner) => `${name}/${inner}`) : [name],
        )
        .map((name) => `${folder}/${name}/package.json`),
    )
    .filter((path) => existsSync(path))
    .map(readJson)
}

const licenseIssues = new Set(
  installed()
    .filter((manifest) => !isAllowedLicense(licenseOf(manifest)))
    .map((manifest) => `${manifest.name}@${manifest.version} has the license ${licenseOf(manifest)}`),
)
const issues = [
  ...lockfileIssues(readFileSync(at('pnpm-lock.yaml'), 'utf8')),
  ...manifests
    .filter((path) => existsSync(path))
    .map(readJson)
    .flatMap(unpinned),
  ...licenseIssues,
]
for (const issue of issues) log(`supply chain: ${issue}`)
process.exitCode = issues.length === 0 ? 0 : 1
