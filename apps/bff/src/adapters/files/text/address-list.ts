import { addressesIn } from '@muster/core/identifier/read-addresses'

/** Characters around an address: brackets and quotes. */
const opening = /^[\s<("'“„«`]*(?:mailto:)?[\s<]*$/i
const closing = /^[\s>)"'”“»`.]*/
const separator = /^[\s,;|]*/
/** A line of a message's header: "To:" or "Cc:", in the languages of mail programs. */
const field = /^\s*(?:to|cc|bcc|an|à|para|a|إلى|宛先)\s*:\s*/i
/** The sender of a message is not among its recipients. */
const sender = /^\s*(?:from|von|de|da|من|差出人)\s*:/i

/** A name before an address: any before a bracket, one that begins like a name before a parenthesis. */
const beforeAddress = /(?:<|^\P{Ll}.*\()\s*(?:[Mm][Aa][Ii][Ll][Tt][Oo]:)?\s*$/u

/** Maximum length of an address with the name before it. */
const window = 600

/**
 * Splits a line of running text into entries with one address each: `Ana Lee <ana@example.com>; bo@example.com`. A name
 * counts only before an address in angle brackets or parentheses. Null if the line holds anything else.
 */
export function addressEntries(line: string): readonly string[] | null {
  if (sender.test(line)) return null
  const entries: string[] = []
  let rest = line.replace(separator, '')
  while (rest.trim() !== '') {
    const [address] = addressesIn(rest.slice(0, window))
    if (address === undefined) return null
    const at = rest.indexOf(address)
    // The line has it in another form, such as full width.
    if (at === -1) return null
    const before = rest.slice(0, at).replace(entries.length === 0 ? field : /^/, '')
    const isNamed = beforeAddress.test(before.trimStart()) && !/[;|\t@]/.test(before)
    if (!isNamed && !opening.test(before)) return null
    const behind = rest.slice(at + address.length)
    const closed = closing.exec(behind)?.[0] ?? ''
    const entry = rest.slice(0, at) + address + closed
    rest = behind.slice(closed.length)
    if (rest !== '' && !/^[,;|\t]/.test(rest) && !/\s$/.test(entry)) return null
    rest = rest.replace(separator, '')
    entries.push(entry.trim())
  }
  return entries
}

/** Whether a text is only a list of addresses, with several in a line. */
export function isAddressList(text: string): boolean {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  let hasSeveral = false
  for (const line of lines) {
    const entries = addressEntries(line)
    if (entries === null) return false
    hasSeveral ||= entries.length > 1
  }
  return hasSeveral
}
