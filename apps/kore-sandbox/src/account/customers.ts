import { wellKnown } from '../users/well-known.ts'

/** A person with data in bots who is not a member: a customer's email, id, or channel identity. */
export type EraseSubject = string | { readonly channel_id: string; readonly channel_user_id: string }

/** Channels that the sandbox knows. */
const channels = ['facebook', 'whatsapp', 'slack', 'msteams', 'rtm'] as const

const customerEmail = /^customer(\d{1,7})@shoppers\.example$/
const customerNumber = /^C-(\d{1,7})$/
const channelUserId = /^\d{6,20}$/

/** `customer0@shoppers.example` to `customer999@…`, `C-0` to `C-999`, and any channel user id of 6 to 20 digits. */
export function isCustomer(subject: EraseSubject): boolean {
  if (typeof subject !== 'string') {
    return channels.some((channel) => channel === subject.channel_id) && channelUserId.test(subject.channel_user_id)
  }
  if (subject === wellKnown.customer || subject === wellKnown.customerUserId) return true
  const number = customerEmail.exec(subject)?.[1] ?? customerNumber.exec(subject)?.[1]
  return number === undefined ? channelUserId.test(subject) : Number(number) < 1000
}

/** The form of a subject in responses and the ledger. */
export function subjectText(subject: EraseSubject): string {
  return typeof subject === 'string' ? subject : subject.channel_user_id
}
