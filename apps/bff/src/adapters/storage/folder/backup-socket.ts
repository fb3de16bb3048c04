import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod/mini'

/** Longest path of a socket in bytes; the system allows 107. */
const longestPath = 100
/** A path plus some text. */
const longestLine = 8192

const question = z.union([z.strictObject({ backUpTo: z.string() }), z.strictObject({ signInLink: z.literal(true) })])
const answer = z.union([
  z.strictObject({ done: z.literal(true) }),
  z.strictObject({ link: z.string() }),
  z.strictObject({ problem: z.string() }),
])
type Question = z.infer<typeof question>
type Answer = z.infer<typeof answer>

/** What the process that uses a data folder does for the machine's operator. */
export interface OperatorRequests {
  backUp(to: string): Promise<void>
  /** Creates one more sign-in link for the owner. */
  makeLink(): Promise<string>
}

/** Socket of the process that uses a data folder. Only the folder's owner can reach it. */
function socketOf(dataDir: string): string {
  const path = join(resolve(dataDir), 'muster.sock')
  if (Buffer.byteLength(path) <= longestPath) return path
  return join(tmpdir(), `muster-${createHash('sha256').update(path).digest('hex').slice(0, 16)}.sock`)
}

/** The one line a peer sends, or null when it sends none, or too much. */
async function lineOf(socket: Socket): Promise<string | null> {
  let bytes = 0
  socket.on('data', (chunk) => {
    bytes += chunk.length
    if (bytes > longestLine) socket.destroy()
  })
  for await (const line of createInterface({ input: socket })) return line
  return null
}

/** Lets commands reach the process that uses this data folder. */
export async function serveOperator(dataDir: string, requests: OperatorRequests): Promise<{ close(): Promise<void> }> {
  const path = socketOf(dataDir)
  // This process holds the folder's lock, so an existing socket belongs to a dead process.
  rmSync(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => {})
    void respond(socket, requests)
  })
  server.listen(path)
  await once(server, 'listening')
  chmodSync(path, 0o600)
  server.unref()
  return {
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

async function respond(socket: Socket, requests: OperatorRequests): Promise<void> {
  const write = (reply: Answer) => socket.end(`${JSON.stringify(reply)}\n`)
  try {
    const received = question.parse(JSON.parse((await lineOf(socket)) ?? ''))
    if ('signInLink' in received) return void write({ link: await requests.makeLink() })
    await requests.backUp(received.backUpTo)
    write({ done: true })
  } catch (error) {
    write({ problem: error instanceof Error ? error.message : 'no reason given' })
  }
}

/** Requests a backup from the process that uses a data folder. False if none listens; throws with its reason. */
export const requestBackup = async (dataDir: string, to: string): Promise<boolean> =>
  (await request(dataDir, { backUpTo: resolve(to) })) !== null

/** Requests a sign-in link from the process that uses a data folder. Null if none listens; throws with its reason. */
export async function requestLink(dataDir: string): Promise<string | null> {
  const reply = await request(dataDir, { signInLink: true })
  return reply !== null && 'link' in reply ? reply.link : null
}

async function request(dataDir: string, requested: Question): Promise<Answer | null> {
  const socket = connect(socketOf(dataDir))
  try {
    await once(socket, 'connect')
  } catch {
    return null
  }
  socket.write(`${JSON.stringify(requested)}\n`)
  const line = await lineOf(socket)
  if (line === null) throw new Error('Muster ended before it finished.')
  const reply = answer.parse(JSON.parse(line))
  if ('problem' in reply) throw new Error(reply.problem)
  return reply
}
