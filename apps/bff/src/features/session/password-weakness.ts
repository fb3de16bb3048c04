import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'

const shortest = 15

/** Passwords of 15 characters or more that are common in leaks and not covered by the rules below. */
const common = new Set(
  `passwordpassword password12345678 password123456789 adminadminadmin administrator administrator1 administrator123
  iloveyouiloveyou ilovemyfamily123 letmeinletmein letmeinletmeinletmein changemechangeme changemechangeme1 pleasechangeme
  pleasechangeme1 pleasechangemenow thisisapassword thisisnotapassword thisismypassword mypasswordismypassword
  welcomewelcome1 welcome123456789 qwertyuiopasdfghjkl qwertyuiopasdfgh qwertyuiopasdf1 qwerty123456789 qwertyqwertyqwerty
  1q2w3e4r5t6y7u8i9o0p 1q2w3e4r5t6y7u8i 1qaz2wsx3edc4rfv 1qaz2wsx3edc4rfv5tgb qazwsxedcrfvtgb zaq12wsxcde34rfv
  asdfghjklasdfghjkl zxcvbnmzxcvbnm1 abcdefghijklmnop abcdefghijklmno abcdefghijklmnopqrstuvwxyz trustno1trustno1
  supersecretpassword verysecretpassword secretpassword1 defaultpassword defaultpassword1 temporarypassword correcthorsebatterystaple1
  iloveyousomuch1 unitedstatesofamerica supercalifragilisticexpialidocious monkeymonkeymonkey dragondragondragon
  footballfootball baseballbaseball superman123456789 computercomputer internetinternet samsungsamsung1 passw0rdpassw0rd
  p@ssw0rdp@ssw0rd p@ssword123456789 rootrootrootroot testtesttesttest useruseruseruser guestguestguest1`.split(/\s+/),
)

/** What guesses begin with: the most common passwords, seasons, names of keys, and what names this app. */
const triedFirst =
  `password passwort passphrase contraseña motdepasse senha haslo parola wachtwoord lösenord kennwort welcome willkommen
  bienvenue changeme letmein qwerty qwertz azerty asdf zxcv iloveyou admin administrator login master monkey dragon sunshine
  princess football baseball superman batman shadow michael jennifer jordan hunter trustno starwars pokemon whatever freedom
  computer internet samsung google facebook microsoft secret default temporary testing account company summer winter spring
  autumn sommer herbst frühling january february march april august september october november december monday friday
  muster kore koreai console`
    .split(/\s+/)
    .toSorted((one, other) => other.length - one.length)

const leet: readonly (readonly [string, string])[] = [
  ['@', 'a'],
  ['0', 'o'],
  ['$', 's'],
  ['3', 'e'],
  ['5', 's'],
  ['1', 'i'],
]

/** Whether little is left of a text without the words that guesses begin with. */
function isOfTriedWords(text: string, words: readonly string[]): boolean {
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), text).replaceAll(/[^\p{L}\p{N}]/gu, '')
  return text.length > left.length && (left.length <= shortest / 2 || new Set(left).size < 5 || isRun(left))
}

/** The parts of an address that are long enough to be guessed as words. */
const wordsOf = (email: string): readonly string[] =>
  email
    .toLowerCase()
    .split('@')
    .flatMap((part) => [part.replaceAll(/[\s._-]/g, ''), ...part.split(/[._-]/)])
    .filter((word) => word.length > 5)

/** The shortest part that makes up the whole text by repetition. */
function repeatedPart(text: string): string {
  const at = (text + text).indexOf(text, 1)
  return text.slice(0, at)
}

/** Whether each character follows the previous one in the alphabet, the digits or a keyboard row, in one direction. */
function isRun(text: string): boolean {
  const rows = ['abcdefghijklmnopqrstuvwxyz', '0123456789', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm']
  const backwards = text.split('').toReversed().join('')
  return rows.some((row) => {
    const endless = row.repeat(Math.ceil(text.length / row.length) + 1)
    return endless.includes(text) || endless.includes(backwards)
  })
}

/** The weakness of a password, to follow its name ("ADMIN_PASSWORD …"); null without one. */
export function passwordWeakness(password: Buffer | string, email: string): Message | null {
  const text = password.toString('utf8').normalize('NFKC')
  if (Array.from(text).length < shortest) return message('passphrase.short', { shortest })
  const plain = text.toLowerCase().replaceAll(/[\s._-]/g, '')
  const name = email.toLowerCase().replaceAll(/[\s._-]/g, '')
  const part = repeatedPart(plain)
  if (new Set(plain).size < 5 || (part.length < plain.length && part.length < shortest))
    return message('passphrase.repeats')
  if (isRun(plain)) return message('passphrase.run')
  const words = [...wordsOf(email), ...triedFirst]
  const spelled = leet.reduce((rest, [sign, letter]) => rest.replaceAll(sign, letter), plain)
  if (common.has(text.toLowerCase()) || common.has(plain) || [plain, spelled].some((one) => isOfTriedWords(one, words)))
    return message('passphrase.common')
  if (plain.includes(name) && plain.replace(name, '').length < shortest / 2) return message('passphrase.address')
  return null
}
