import { domainToUnicode } from 'node:url'

/** Letters of other scripts that look like Latin ones (Unicode's confusables, those that e-mail addresses meet). */
const lookalikes: Readonly<Record<string, string>> = {
  ...pairs('авсԁеɡһіјкӏмпорԛгѕтуѵԝхᴢ', 'abcdeghijklmnopqrstyvwxz'),
  ...pairs('αβϲԁεɡηιϳκӏмνορԛгѕτυνωχζγ', 'abcdegnijklmvopqrstuvwxzy'),
  ...pairs('ıßłøđ', 'islod'),
}

function pairs(from: string, to: string): Readonly<Record<string, string>> {
  const plain = Array.from(to)
  return Object.fromEntries(Array.from(from, (letter, at) => [letter, plain[at] ?? letter]))
}

// Nobody types them: zero-width and direction-changing characters, soft hyphen, byte order mark, variation selectors.
const invisible = /[\p{Cf}\p{Cc}\p{Zs}\ufe00-\ufe0f]/gu

/** Takes away what carries no meaning: `"ana"@…` is `ana@…`. */
function unquoted(local: string): string {
  return /^".*"$/s.test(local) ? local.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : local
}

/** Marks over and under letters; those of Japanese or Hindi make other letters, and stay. */
const withoutAccents = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')

/**
 * What an address looks like to a person: without case, accents, invisible characters, quotes, the way a domain is
 * spelt, and the script of its letters. Two addresses that resemble each other are taken for one person's
 * until the directory says otherwise. For comparing only: what is sent is what was written.
 */
export function resemblance(address: string): string {
  const plain = address.normalize('NFKC').replaceAll(invisible, '').toLowerCase()
  const at = plain.lastIndexOf('@')
  const local = unquoted(at === -1 ? plain : plain.slice(0, at))
  const domain = at === -1 ? '' : plain.slice(at + 1).replace(/\.+$/, '')
  const spelt = domainToUnicode(domain)
  const bare = withoutAccents(`${local}@${spelt === '' ? domain : spelt}`)
  return Array.from(bare, (letter) => lookalikes[letter] ?? letter).join('')
}
