import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'

// Order matters: many browsers also name their ancestors.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrom(?:e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]
const maxHeaderLength = 1000
const unknownBrowser = 'A program'
const between = ' on '

/**
 * Describes a `User-Agent` header, so users can recognize their sessions: "Firefox on Windows". Uses only our own
 * words, because the header is untrusted.
 */
export function describeUserAgent(header: string | undefined): string {
  const text = (header ?? '').slice(0, maxHeaderLength)
  const nameIn = (list: typeof browsers) => list.find(([pattern]) => pattern.test(text))?.[1]
  const browser = nameIn(browsers) ?? unknownBrowser
  const system = nameIn(systems)
  return system === undefined ? browser : browser + between + system
}

/** The same, as sessions store it, for the language of the reader. Null: a name alone, the same in every language. */
export function agentMessage(agent: string): Message | null {
  const [browser = '', system] = agent.split(between)
  if (browser !== unknownBrowser) return system === undefined ? null : message('agent.browser_on', { browser, system })
  return system === undefined ? message('agent.program') : message('agent.program_on', { system })
}
