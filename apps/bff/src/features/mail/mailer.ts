import type { I18n } from '@lingui/core'
import { type Language, sourceLanguage } from '@muster/core/language'
import { message } from '@muster/wording/message'
import { messageText } from '@muster/wording/message-text'
import * as z from 'zod/mini'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Mail, Mailer } from '../../mail.ts'
import type { Queue } from '../../queue.ts'
import {
  MailRefusedError,
  type MailSealing,
  type MailStore,
  type MailTransport,
  mailOwner,
  type WaitingMail,
} from './ports.ts'

const work = 'mail'
const resend = 'mail-sweep'
const minuteMs = 60_000
/** Longer than a transport may take. */
const takenMs = 5 * minuteMs
/** A mail that no server took in this time is given up. */
const giveUpAfterMs = 24 * 3_600_000

export interface MailDeps {
  readonly store: MailStore
  readonly transport: MailTransport
  readonly sealing: MailSealing
  readonly queue: Queue
  readonly catalogue: (language: Language) => Promise<I18n>
  readonly audit: AuditLog
  readonly clock: Clock
  readonly newId: () => string
}

export interface MailWork {
  /** Registers the background work. */
  startWork(): Promise<void>
  /** Throws if the server cannot be reached or refuses the login. */
  verify(): Promise<void>
}

const rendered = z.object({ to: z.string(), subject: z.string(), text: z.string() })
type Rendered = z.output<typeof rendered>

/** Line breaks and other controls never reach a header. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')

async function render({ catalogue }: MailDeps, { to, subject, paragraphs, link }: Mail): Promise<Rendered> {
  const i18n = await catalogue(to.language ?? sourceLanguage)
  const body = paragraphs.map((paragraph) => oneLine(messageText(i18n, paragraph)))
  const footer = messageText(i18n, message('mail.footer'))
  const text = [...body, ...(link === null ? [] : [link]), `-- \n${footer}`].join('\n\n')
  return { to: to.email, subject: oneLine(messageText(i18n, subject)), text }
}

/**
 * Mails wait in the store, sealed, and leave through the queue, which retries for a day. A mail that the server accepted is
 * never sent again; only a process that dies between its acceptance and its record sends it twice, with one Message-ID.
 */
export function createMailer(deps: MailDeps): Mailer & MailWork {
  const { store, queue, clock } = deps
  const enqueue = (id: string) => queue.send(work, { id }, { singletonKey: id })
  return {
    isConfigured: true,
    send: async (mail) => {
      const id = deps.newId()
      const sealed = deps.sealing.seal(Buffer.from(JSON.stringify(await render(deps, mail))), mailOwner(id))
      if (await store.add({ id, key: mail.key, sealed, createdAt: clock.now() })) await enqueue(id)
    },
    sendNow: async (mail) => {
      await deps.transport.send({ ...(await render(deps, mail)), messageId: deps.newId() })
    },
    verify: () => deps.transport.verify(),
    startWork: async () => {
      await queue.work<{ id: string }>(work, { concurrency: 1 }, async ({ id }) => sendStored(deps, id))
      await queue.work(resend, { concurrency: 1 }, async () => {
        for (const id of await store.waitingSince(clock.now() - minuteMs)) await enqueue(id)
      })
      await queue.schedule(resend, '*/10 * * * *')
      await queue.send(resend, {}, { singletonKey: 'schedule' })
    },
  }
}

async function sendStored(deps: MailDeps, id: string): Promise<void> {
  const { store, clock } = deps
  const now = clock.now()
  const taken = await store.take(id, { now, expiresAt: now + takenMs })
  if (taken === 'ended') return
  if (taken === 'taken') throw new Error('another attempt to send this mail is not finished')
  let mail: Rendered | null = null
  try {
    mail = rendered.parse(JSON.parse(deps.sealing.open(taken.sealed, mailOwner(id)).toString()))
    await deps.transport.send({ ...mail, messageId: id })
  } catch (error) {
    if (error instanceof MailRefusedError || now - taken.createdAt > giveUpAfterMs)
      return await giveUp(deps, taken, mail)
    await store.release(id)
    throw error
  }
  await store.end(id, 'sent', clock.now())
}

/** `mail` is null if its text could not be decrypted, as after a change of the key. */
async function giveUp({ store, audit, clock }: MailDeps, { id }: WaitingMail, mail: Rendered | null): Promise<void> {
  await store.end(id, 'failed', clock.now())
  const sentence = mail === null ? message('audit.mail_unreadable') : message('audit.mail_failed', { address: mail.to })
  await audit.append({ action: 'mail.failed', actor: 'Muster', sentence, outcome: 'failed' })
}
