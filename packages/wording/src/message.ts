import type { Fact, Message } from '@muster/core/text/message'
import type { codedMessages } from './messages/registry.ts'

type Coded = (typeof codedMessages)[number]
export type MessageCode = Coded['id']
type TextOf<C extends MessageCode> = Extract<Coded, { readonly id: C }>['message']

/** The name in `count, plural, …`; a branch of a plural, as `# user`, is not a name. */
type NameIn<S> = S extends '' | `${string}${' ' | '#' | '<'}${string}` ? never : S
/** The name at the start of what follows a brace, if `N` is a number or is not. */
type NameAt<S, N> = S extends `${infer Inside}}${string}`
  ? Inside extends `${infer Name}, ${'plural' | 'number'}${string}`
    ? N extends 'number'
      ? NameIn<Name>
      : never
    : N extends 'fact'
      ? NameIn<Inside>
      : never
  : never
type Names<S, N> = S extends `${string}{${infer Rest}` ? NameAt<Rest, N> | Names<Rest, N> : never

/** The facts that a text requires: a number for each plural, and any fact for each other value. */
export type FactsOf<C extends MessageCode> = { readonly [K in Names<TextOf<C>, 'fact'>]: Fact } & {
  readonly [K in Names<TextOf<C>, 'number'>]: number
}
type Given<C extends MessageCode> = keyof FactsOf<C> extends never ? readonly [] : readonly [facts: FactsOf<C>]

/** A message with exactly the facts of its text. Types only, so the texts stay out of the browser's code. */
export function message<C extends MessageCode>(code: C, ...[facts]: Given<C>): Message {
  return { code, facts: facts ?? {} }
}
