import { type DestinationStream, pino } from 'pino'
import type { Log } from '../../http/log.ts'
import { safeFacts, safeText } from './safe-facts.ts'

export const logLevels = ['error', 'warn', 'info'] as const
export type LogLevel = (typeof logLevels)[number]

/** JSON lines by pino, each filtered by the allow-list. Writes to standard error by default. */
export function createLogger(
  level: LogLevel,
  stream: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  const lines = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' }, stream)
  return {
    info: (facts, sentence) => lines.info(safeFacts(facts), safeText(sentence)),
    warn: (facts, sentence) => lines.warn(safeFacts(facts), safeText(sentence)),
    error: (facts, sentence) => lines.error(safeFacts(facts), safeText(sentence)),
  }
}
