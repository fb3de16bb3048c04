import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { hostname as ownName } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect as connectTls, getCACertificates } from 'node:tls'
import { message } from '@muster/wording/message'
import { type AuditReceiver, type ExportedEntry, OutboundError } from '../../features/notices/ports.ts'
import { directNetwork } from '../kore/transport/settings.ts'
import { type AddressRules, checkLiteral, guardedLookup, isAllowedAddress, reasonOf } from './outbound-client.ts'
import { octetCounted, syslogMessage } from './syslog-frame.ts'

const timeoutMs = 15_000
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

export interface SyslogOptions extends AddressRules {
  /** `syslog+tls://host:6514`, `syslog+tcp://…` or `syslog+udp://…`. */
  readonly url: URL
  readonly extraCa: string | null
}

/** A syslog server that receives every entry of the audit. */
export function createSyslogReceiver(options: SyslogOptions): AuditReceiver {
  const { url } = options
  const protocol =
    url.protocol === 'syslog+udp:' ? 'syslog+udp' : url.protocol === 'syslog+tls:' ? 'syslog+tls' : 'syslog+tcp'
  const send = protocol === 'syslog+udp' ? sendDatagrams : sendStream
  return {
    protocol,
    place: url.host,
    send: async (entries, signal) => {
      checkLiteral(url.hostname, options)
      try {
        await send(entries, options, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
      } catch (error) {
        throw new OutboundError(reasonOf(error, url, directNetwork))
      }
    },
  }
}

function open({ url, extraCa, ...rules }: SyslogOptions): Socket {
  const host = bare(url.hostname)
  const isTls = url.protocol === 'syslog+tls:'
  const port = Number(url.port || (isTls ? 6514 : 601))
  const target = { host, port, lookup: guardedLookup(url.hostname, rules), allowHalfOpen: true }
  if (!isTls) return connectTcp(target)
  const trusted = extraCa === null ? {} : { ca: [...getCACertificates('default'), extraCa] }
  return connectTls({ ...target, ...trusted, ...(isIP(host) === 0 ? { servername: host } : {}) })
}

/**
 * Sends a batch on a connection of its own. Syslog has no acknowledgment: the receiver has read everything once it closes
 * its side after the end of ours. Anything else repeats the batch.
 */
async function sendStream(
  entries: readonly ExportedEntry[],
  options: SyslogOptions,
  signal: AbortSignal,
): Promise<void> {
  const socket = open(options)
  const abort = () =>
    socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('the batch was aborted'))
  signal.addEventListener('abort', abort, { once: true })
  try {
    await once(socket, options.url.protocol === 'syslog+tls:' ? 'secureConnect' : 'connect')
    const read = readToTheEnd(socket)
    socket.resume()
    // Waits for the receiver whenever the buffer of the socket is full.
    await Promise.all([pipeline(Readable.from(frames(entries)), socket), read])
    signal.throwIfAborted()
  } finally {
    signal.removeEventListener('abort', abort)
    socket.destroy()
  }
}

/** Resolves once the receiver ended its side after ours; it fails if the receiver ends earlier or breaks off. */
async function readToTheEnd(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const notRead = () =>
    new OutboundError(message('outbound.not_read', { host: socket.remoteAddress ?? 'The receiver' }))
  socket.once('end', () => (socket.writableFinished ? resolve() : reject(notRead())))
  socket.once('error', reject)
  socket.once('close', () => reject(notRead()))
  await promise
}

function* frames(entries: readonly ExportedEntry[]) {
  for (const entry of entries) yield octetCounted(syslogMessage(entry, ownName()))
}

/** A datagram cannot carry more. */
const maxDatagram = 65_000

/** Without any confirmation: for receivers that have nothing else. */
async function sendDatagrams(entries: readonly ExportedEntry[], { url, ...rules }: SyslogOptions, signal: AbortSignal) {
  const { address, family } = await lookup(bare(url.hostname))
  if (!isAllowedAddress(address, url.hostname, rules))
    throw new OutboundError(message('outbound.address', { host: url.hostname }))
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  try {
    for (const entry of entries) {
      signal.throwIfAborted()
      const bytes = Buffer.from(syslogMessage(entry, ownName())).subarray(0, maxDatagram)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      socket.send(bytes, Number(url.port || 514), address, (error) => (error === null ? resolve() : reject(error)))
      await promise
    }
  } finally {
    socket.close()
  }
}
