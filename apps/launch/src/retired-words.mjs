/**
 * The retired words, what replaces each, and how often each may still occur. The numbers only go down, to zero. A word is
 * matched in prose (`\b`) and, where it was a name, as a part of an identifier.
 */
export const retiredWords = [
  { word: 'desk', pattern: /(?<!help[ _]?)desk(?!top)/gi, use: 'Muster, or the app', allowed: 5 },
  {
    word: 'nobody, somebody, everybody',
    pattern: /nobody|somebody|everybody/gi,
    use: 'no user, another member, every user',
    allowed: 0,
  },
  { word: 'whoever, whom', pattern: /\b(?:whoever|whom|whomever)\b/gi, use: 'the user, the member', allowed: 0 },
  {
    word: 'asked, asks again',
    pattern: /\basked\b|asks?Again|BeAskedAgain|askable|\basks? again\b/gi,
    use: 'requested, retried',
    allowed: 0,
  },
  { word: 'told', pattern: /\btold\b/gi, use: 'received, reported', allowed: 0 },
  { word: 'said, says', pattern: /\b(?:said|says)\b|saidBy/gi, use: 'response, message, reports', allowed: 0 },
  { word: 'stands', pattern: /\bstands\b/gi, use: 'is', allowed: 0 },
  { word: 'so that', pattern: /\bso that\b/gi, use: 'to, because', allowed: 0 },
  {
    word: 'wish, wanted',
    pattern: /\b(?:wish|wishes|wished|wanted)\b/gi,
    use: 'requested change, options',
    allowed: 0,
  },
  { word: 'heard', pattern: /\bheard\b/gi, use: 'received', allowed: 0 },
  { word: 'story', pattern: /\bstory\b|Storyteller/gi, use: 'chain', allowed: 0 },
  {
    word: 'leave out, left out',
    pattern: /\b(?:left|leaves?|leaving) out\b|leftOut|leaveOut|left_out|leave-out/gi,
    use: 'exclude, dismiss',
    allowed: 0,
  },
  { word: 'take in again', pattern: /\btake\b.{0,20}\bin again\b|takeInAgain/gi, use: 'include, restore', allowed: 0 },
  { word: 'dealt with', pattern: /\bdealt[ -]with\b|dealtWith|dealt_with/gi, use: 'resolved', allowed: 0 },
  { word: 'already so', pattern: /\balready so\b|alreadySo/gi, use: 'no change', allowed: 0 },
  { word: 'held against', pattern: /\bh(?:eld|olds?) (?:\w+ ){0,3}against\b/gi, use: 'compared with', allowed: 0 },
  {
    word: 'stands before, opens before',
    pattern: /\b(?:stands?|opens?) before\b|openUpstream/gi,
    use: 'connected to',
    allowed: 0,
  },
  {
    word: 'in its own words, Kore.ai’s words',
    pattern: /\bin (?:its|their) (?:own )?words\b|Kore\.ai['’]s (?:own )?words/gi,
    use: 'Kore.ai’s response',
    allowed: 1,
  },
  {
    word: 'reissue, sent twice',
    pattern: /reissue|sentTwice|resendable|\bsen[dt] once more\b/gi,
    use: 'resend, resent',
    allowed: 0,
  },
  { word: 'one at a time', pattern: /one-at-a-time|OneAtATime/gi, use: 'mutex', allowed: 0 },
  { word: 'timed value', pattern: /timed-value|timedValue/gi, use: 'memoized value', allowed: 0 },
  { word: 'inverse of', pattern: /inverseOf/g, use: 'undo, invertChange', allowed: 0 },
  { word: 'understood', pattern: /nothingUnderstood|\bwhat was understood\b/gi, use: 'detected', allowed: 0 },
  { word: 'finding, complain', pattern: /\b(?:findings?|complain(?:s|ed|t|ts)?)\b/gi, use: 'issue', allowed: 2 },
  { word: 'parted by', pattern: /\bparted by\b/gi, use: 'separated by, delimiter', allowed: 0 },
  {
    word: 'goes by this, comes twice',
    pattern: /\bgoes? by (?:this|it)\b|\bcomes? twice\b/gi,
    use: 'ambiguous, duplicate',
    allowed: 0,
  },
  { word: 'house-keeping', pattern: /house-?keeping|keep-house|keepHouse/gi, use: 'maintenance', allowed: 0 },
  {
    word: 'sayGoodbye, start words',
    pattern: /sayGoodbye|start-words|startWords/gi,
    use: 'closeStreams, startup banner',
    allowed: 0,
  },
  { word: 'unwell', pattern: /unwell/gi, use: 'failedOutcomes', allowed: 0 },
  { word: 'e-mail', pattern: /\be-mails?\b/gi, use: 'email', allowed: 20 },
  {
    word: 'organisation, cancelled and other British spelling',
    pattern: /\b(?:organisations?|recognis\w+|colours?|behaviours?)\b/gi,
    use: 'American spelling',
    allowed: 5,
  },
]

/** Occurrences of a retired word in a text, by line. */
export function findRetired(text, { pattern }) {
  return text.split('\n').flatMap((line, at) => (line.match(pattern) ?? []).map((found) => ({ line: at + 1, found })))
}
