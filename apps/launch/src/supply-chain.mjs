/** Licenses that a dependency may have: none obliges Muster to publish its source. */
const allowedLicenses = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/** Workbook parsers with known vulnerabilities; Muster has its own parser. */
const denied = new Set(['xlsx', 'exceljs'])

/** Issues of a lockfile: packages without a SHA-512, from another place than the registry, or denied. */
export function lockfileIssues(text) {
  const section = text.slice(text.indexOf('\npackages:\n'), text.indexOf('\nsnapshots:\n'))
  const entries = section.split(/\n(?= {2}\S)/).slice(1)
  if (entries.length === 0) return ['the lockfile lists no packages']
  return entries.flatMap((entry) => {
    const key = /^ {2}'?([^\n]+?)'?:\n/.exec(entry)?.[1] ?? entry.slice(0, 60)
    const name = key.slice(0, key.lastIndexOf('@'))
    const issues = []
    if (!/^ {4}resolution: \{integrity: sha512-[A-Za-z0-9+/]{86}==\}$/m.test(entry))
      issues.push(`${key} is not from the registry with a SHA-512`)
    if (denied.has(name)) issues.push(`${key} is denied`)
    return issues
  })
}

/** Dependencies of a manifest whose version is not exact. */
export function unpinned(manifest) {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => version !== 'workspace:*' && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${manifest.name} has ${name} at ${version}, which is not one version`)
}

/** The license of a package as an expression; older manifests list objects. */
export function licenseOf({ license, licenses }) {
  const given = license ?? licenses
  const list = Array.isArray(given) ? given : [given]
  return list.map((one) => (typeof one === 'string' ? one : (one?.type ?? 'none'))).join(' OR ')
}

/** Whether a license expression permits use: one of alternatives suffices, all of a combination are needed. */
export function isAllowedLicense(expression) {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((license) => allowedLicenses.has(license.trim())))
}
