import { editDistance } from '@muster/core/text/edit-distance'
import { namesOf } from './setting.ts'
import { settings } from './settings.ts'

/** Settings of the web app's development server and of the launcher. */
const launchNames = ['MUSTER_BACKEND', 'MUSTER_NODE']
const known = [...Object.values(settings).flatMap(namesOf), ...launchNames]
const families = /^(KORE|MUSTER|OIDC|AUDIT|SMTP)_|^ADMIN_(EMAIL|PASSWORD)/

/** A sentence for each variable that looks like a setting but is unknown: a probable typo. */
export function unknownSettings(names: readonly string[]): string[] {
  return names
    .filter((name) => families.test(name) && !known.includes(name))
    .map((name) => {
      const nearest = known.toSorted((one, other) => editDistance(name, one) - editDistance(name, other))[0] ?? ''
      const hint = editDistance(name, nearest) <= 4 ? ` Did you mean ${nearest}?` : ''
      return `${name.slice(0, 80)} is set, but Muster does not know it.${hint}`
    })
}
