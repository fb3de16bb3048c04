/** The program's log: one JSON line for each event. Drops facts that are not on the writer's allow-list. */
export interface Log {
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}
