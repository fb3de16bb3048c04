import { isEmailShaped } from '@muster/core/identifier/address'

const formulaLink = /^\s*=?\s*HYPERLINK\s*\(\s*"(?<target>(?:[^"]|"")*)"/i

/** The email address of a hyperlink; null for another target. */
export function addressOfLink(target: string): string | null {
  const address = /^\s*mailto:(?<address>[^?]*)/i.exec(target)?.groups?.['address']
  if (address === undefined) return null
  try {
    const plain = decodeURIComponent(address).trim()
    return isEmailShaped(plain) ? plain : null
  } catch {
    return null
  }
}

/** The email address of a formula with a literal HYPERLINK. */
export function addressOfFormula(formula: string): string | null {
  const target = formulaLink.exec(formula)?.groups?.['target']
  return target === undefined ? null : addressOfLink(target.replaceAll('""', '"'))
}
