import { titles } from './titles.ts'

/** Every message that is stored or sent as a code, in English. */
export const codedMessages = [...titles] as const
