// Signs in wrongly at a rate, from many addresses, over keep-alive connections, in a process of its own: a client in the
// process that measures would slow both down. Arguments: port, requests a second, connections, seconds. Prints JSON.
import { createConnection, type Socket } from 'node:net'

const [port = 0, perSecond = 0, connections = 0, seconds = 0] = process.argv.slice(2).map(Number)
const statuses = new Map<string, number>()
const start = performance.now()
const end = start + seconds * 1000
let sent = 0
let answered = 0
let longestMs = 0

function requestOf(n: number): string {
  const body = JSON.stringify({ email: `guess${n % 500}@example.com`, password: `a wrong password ${n}` })
  const address = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
  const host = `127.0.0.1:${port}`
  return (
    `POST /api/session HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nX-Forwarded-For: ${address}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}

const statusLine = /^HTTP\/1\.1 (\d{3}) /
/** The end of the first response in a text, -1 while it is incomplete. */
function endOf(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return -1
  const length = /^content-length: (\d+)/im.exec(text.slice(0, head))?.[1]
  if (length !== undefined) return text.length >= head + 4 + Number(length) ? head + 4 + Number(length) : -1
  const last = text.indexOf('0\r\n\r\n', head)
  return last < 0 ? -1 : last + 5
}

/** One request after the other, as the rate of all connections allows. */
function open(isDone: () => void): void {
  let socket: Socket
  let received = ''
  let since = 0
  let isWaiting = false
  const next = (): void => {
    if (performance.now() >= end) {
      socket.end()
      isDone()
      return
    }
    const due = start + (sent * 1000) / perSecond
    const waitMs = due - performance.now()
    if (waitMs > 0) {
      setTimeout(next, waitMs)
      return
    }
    since = performance.now()
    isWaiting = true
    socket.write(requestOf((sent += 1)))
  }
  const connect = (): void => {
    received = ''
    socket = createConnection(port, '127.0.0.1', next)
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      received += String(chunk)
      const at = endOf(received)
      if (at < 0) return
      const status = statusLine.exec(received)?.[1] ?? 'none'
      const mayReuse = !/^connection: close/im.test(received.slice(0, at))
      received = received.slice(at)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      answered += 1
      isWaiting = false
      longestMs = Math.max(longestMs, performance.now() - since)
      if (mayReuse) next()
      else socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (isWaiting) statuses.set('closed', (statuses.get('closed') ?? 0) + 1)
      isWaiting = false
      if (performance.now() < end) connect()
    })
  }
  connect()
}

await Promise.all(Array.from({ length: connections }, () => new Promise<void>((resolve) => open(resolve))))
const perSecondReached = Math.round(answered / ((performance.now() - start) / 1000))
process.stdout.write(JSON.stringify({ perSecondReached, longestMs: Math.round(longestMs), statuses: [...statuses] }))
process.exit()
