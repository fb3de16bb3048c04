/** What a file holds, counted before its rows are read and without their reader. */
export interface ContentsCount {
  /** Letters and digits. */
  readonly characters: number
  /** Addresses, by their @. */
  readonly addresses: number
}

const asciiLetterOrDigit = /[a-z0-9]/i
const letterOrDigit = /[\p{L}\p{N}]/u

/** Counts pieces of text, or cells: both come to the same where nothing is lost. */
export function contentsCounter() {
  let characters = 0
  let addresses = 0
  const seeCode = (code: number) => {
    if (code === 0x40) addresses += 1
    // Halves of characters beyond the basic plane are counted as they are.
    else if ((code & 0xf800) === 0xd800) characters += 1
    else if (code < 0x80) characters += asciiLetterOrDigit.test(String.fromCharCode(code)) ? 1 : 0
    else if (letterOrDigit.test(String.fromCharCode(code))) characters += 1
  }
  return {
    see: (text: string): void => {
      for (let at = 0; at < text.length; at += 1) seeCode(text.charCodeAt(at))
    },
    count: (): ContentsCount => ({ characters, addresses }),
  }
}

/** What of the contents no row holds, as a sentence; null where nothing is lost. */
export function lossOf(contents: ContentsCount, read: ContentsCount): string | null {
  if (contents.addresses !== read.addresses)
    return `${read.addresses} of its ${contents.addresses} addresses are in its rows.`
  if (contents.characters === read.characters) return null
  return `${read.characters} of its ${contents.characters} letters and digits are in its rows.`
}
