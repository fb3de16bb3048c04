import { domainToUnicode } from 'node:url'

/** Letters of other scripts that look like Latin ones (Unicode's confusables, those likely in email addresses). */
const lookalikes: Readonly<Record<string, string>> = {
  ...pairs('авсԁеɡһіјкӏмпорԛгѕтуѵԝхᴢ', 'abcdeghijklmnopqrstyvwxz'),
  ...pairs('αβϲԁεɡηιϳκӏмνορԛгѕτυνωχζγ', 'abcdegnijklmvopqrstuvwxzy'),
  ...pairs('ıßłøđ', 'islod'),
}

function pairs(from: string, to: string): Readonly<Record<string, string>> {
  const plain = Array.from(to)
  return Object.fromEntries(Array.from(from, (letter, at) => [letter, plain[at] ?? letter]))
}

// Not typed on purpose: zero-width and direction-changing characters, soft hyphen, byte order mark, variation selectors.
const invisible = /[\p{Cf}\p{Cc}\p{Zs}\ufe00-\ufe0f]/gu

/** Removes meaningless quotes: `"ana"@…` is `ana@…`. */
function unquoted(local: string): string {
  return /^".*"$/s.test(local) ? local.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : local
}

/** Diacritics; those of Japanese or Hindi form other letters, and stay. */
const withoutAccents = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')

/**
 * The visual form of an address: without case, accents, invisible characters, quotes, spelling variants of the domain,
 * and the script of its letters. Two addresses with the same form count as one user's until the directory proves
 * otherwise. For comparison only: the original text is sent.
 */
export function resemblance(address: string): string {
  const plain = address.normalize('NFKC').replaceAll(invisible, '').toLowerCase()
  const at = plain.lastIndexOf('@')
  const local = unquoted(at === -1 ? plain : plain.slice(0, at))
  const domain = at === -1 ? '' : plain.slice(at + 1).replace(/\.+$/, '')
  const unicode = domainToUnicode(domain)
  const bare = withoutAccents(`${local}@${unicode === '' ? domain : unicode}`)
  return Array.from(bare, (letter) => lookalikes[letter] ?? letter).join('')
}
