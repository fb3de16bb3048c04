const capital = (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

/** Words as parts of identifiers, in camel case and snake case. */
function partsOfNames(...words) {
  const small = words.join('|')
  const large = words.map(capital).join('|')
  return `(?<=[a-z0-9])(?:${large})(?![a-z])|(?<![A-Za-z])(?:${small})(?=[A-Z_]\\w)|(?<=[a-z0-9]_)(?:${small})(?![a-z])`
}

/** Words as parts of identifiers, and as whole ones where they are declared. */
const inNames = (...words) =>
  new RegExp(`${partsOfNames(...words)}|(?<=\\b(?:const|let|function) |#)(?:${words.join('|')})(?!\\w)`, 'g')

/**
 * The retired words and what replaces each. A word is matched in prose (`\b`) and, where it was a name, as a part of an
 * identifier. `data` is where a word is not ours: Kore.ai's samples, other languages, and what earlier versions wrote.
 */
export const retiredWords = [
  { word: 'desk', pattern: /(?<!help[ _]?)desk(?!top)/gi, use: 'Muster, or the app', data: /deskkore1/g },
  {
    word: 'nobody, somebody, everybody',
    pattern: /nobody|somebody|everybody/gi,
    use: 'no user, another member, every user',
  },
  { word: 'whoever, whom', pattern: /\b(?:whoever|whom|whomever)\b/gi, use: 'the user, the member' },
  {
    word: 'asked, asks again',
    pattern: /\basked\b|asks?Again|BeAskedAgain|askable|\basks? again\b/gi,
    use: 'requested, retried',
  },
  {
    word: 'ask, in names',
    pattern: inNames('ask', 'asks', 'asked', 'asking'),
    use: 'request, retry, confirm',
    // A column of earlier versions.
    data: /asks_again/g,
  },
  { word: 'tell, in names', pattern: inNames('tell', 'tells', 'told', 'telling'), use: 'publish, report, reply' },
  { word: 'house, in names', pattern: inNames('house'), use: 'maintenance, store' },
  {
    word: 'fault, in names',
    // Only parts: the sandbox injects faults, and `fault` is a field of the API, `faults` one of stored rows of files.
    pattern: new RegExp(partsOfNames('fault', 'faults'), 'g'),
    use: 'issue, error, failure',
    // What tests inject at the sandbox, and an applied migration.
    data: /\b(?:(?:add|any|apply|clear|group|role)Faults?|createFaultRules|fault(?:Of|Rules?|Kinds)|quoteFaults)\b/g,
  },
  { word: 'meaning, in names', pattern: inNames('meaning', 'meanings'), use: 'mapping' },
  {
    word: 'settle, in names',
    pattern: inNames('settle', 'settles', 'settled', 'settlement', 'settlements'),
    use: 'one verb for each: recordOutcomes, end',
    // Names of libraries, and of tables. The stored state 'settled' of an item is a value, not a name.
    data: /onSettled|allSettled|job_items_settled|settled_at/g,
  },
  { word: 'told', pattern: /\btold\b/gi, use: 'received, reported' },
  { word: 'said, says', pattern: /\b(?:said|says)\b|saidBy/gi, use: 'response, message, reports' },
  { word: 'stands', pattern: /\bstands\b/gi, use: 'is' },
  { word: 'so that', pattern: /\bso that\b/gi, use: 'to, because' },
  {
    word: 'wish, wanted',
    pattern: /\b(?:wish|wishes|wished|wanted)\b/gi,
    use: 'requested change, options',
  },
  { word: 'heard', pattern: /\bheard\b/gi, use: 'received' },
  { word: 'story', pattern: /\bstory\b|Storyteller/gi, use: 'chain' },
  {
    word: 'leave out, left out',
    pattern: /\b(?:left|leaves?|leaving) out\b|leftOut|leaveOut|left_out|leave-out/gi,
    use: 'exclude, dismiss',
  },
  { word: 'take in again', pattern: /\btake\b.{0,20}\bin again\b|takeInAgain/gi, use: 'include, restore' },
  { word: 'dealt with', pattern: /\bdealt[ -]with\b|dealtWith|dealt_with/gi, use: 'resolved' },
  { word: 'already so', pattern: /\balready so\b|alreadySo/gi, use: 'no change' },
  { word: 'held against', pattern: /\bh(?:eld|olds?) (?:\w+ ){0,3}against\b/gi, use: 'compared with' },
  {
    word: 'stands before, opens before',
    pattern: /\b(?:stands?|opens?) before\b|openUpstream/gi,
    use: 'connected to',
  },
  {
    word: 'in its own words, Kore.ai’s words',
    pattern: /\bin (?:its|their) (?:own )?words\b|Kore\.ai['’]s (?:own )?words/gi,
    use: 'Kore.ai’s response',
    // A column of earlier reports.
    data: /"Kore\.ai's words"/g,
  },
  {
    word: 'reissue, sent twice',
    pattern: /reissue|sentTwice|resendable|\bsen[dt] once more\b/gi,
    use: 'resend, resent',
  },
  { word: 'one at a time', pattern: /one-at-a-time|OneAtATime/gi, use: 'mutex' },
  { word: 'timed value', pattern: /timed-value|timedValue/gi, use: 'memoized value' },
  { word: 'inverse of', pattern: /inverseOf/g, use: 'undo, invertChange' },
  { word: 'understood', pattern: /nothingUnderstood|\bwhat was understood\b/gi, use: 'detected' },
  { word: 'finding, complain', pattern: /\b(?:findings?|complain(?:s|ed|t|ts)?)\b/gi, use: 'issue' },
  { word: 'parted by', pattern: /\bparted by\b/gi, use: 'separated by, delimiter' },
  {
    word: 'goes by this, comes twice',
    pattern: /\bgoes? by (?:this|it)\b|\bcomes? twice\b/gi,
    use: 'ambiguous, duplicate',
  },
  { word: 'house-keeping', pattern: /house-?keeping|keep-house|keepHouse/gi, use: 'maintenance' },
  {
    word: 'sayGoodbye, start words',
    pattern: /sayGoodbye|start-words|startWords/gi,
    use: 'closeStreams, startup banner',
  },
  { word: 'unwell', pattern: /unwell/gi, use: 'failedOutcomes' },
  {
    word: 'e-mail',
    pattern: /\be-mails?\b/gi,
    use: 'email',
    data: /E-Mail|(?:[Aa]dress?e?|de|indirizzo) e-mail|e-mail-adresse/g,
  },
  {
    word: 'organisation, cancelled and other British spelling',
    pattern:
      /\b(?:organisations?|recognis\w+|colours?|behaviours?|judgements?)\b|cancell(?:ed|ing)|labell(?:ed(?!by)|ing)/gi,
    use: 'American spelling',
    // A heading and a field of earlier versions, and codes that entries of the audit have.
    data: /'organisation id'|organisation id,|'Organisation ID'|"recognisedAs"|['"`.:]cancell(?:ed|ing)\b|\bcancell(?:ed|ing):/gi,
  },
]

/** Occurrences of a retired word in a text, by line. */
export function findRetired(text, { pattern, data }) {
  const ours = (line) => (data === undefined ? line : line.replaceAll(data, ''))
  return text
    .split('\n')
    .flatMap((line, at) => (ours(line).match(pattern) ?? []).map((found) => ({ line: at + 1, found })))
}
