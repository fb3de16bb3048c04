/**
 * A sentence as a code and its facts, for every place that stores or sends one. `packages/wording` has the text of each
 * code and renders it in the language of the reader.
 */
export interface Message {
  readonly code: string
  readonly facts: Readonly<Record<string, Fact>>
}

/** A list is joined in the language of the reader, and a message inside a message is rendered first. */
export type Fact = string | number | Message | readonly Fact[]

/** A message, or the bare sentence of an act that was stored before its code was. */
export type Sentence = string | Message
