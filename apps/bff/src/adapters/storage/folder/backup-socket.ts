import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod/mini'

/** A socket's path is 107 bytes long at most. */
const longestPath = 100
/** A path and some words around it. */
const longestLine = 8192

const question = z.strictObject({ backUpTo: z.string() })
const answer = z.union([z.strictObject({ done: z.literal(true) }), z.strictObject({ problem: z.string() })])

/** Where the process that uses a data folder listens. Only the folder's owner can reach it. */
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

/** Lets `doctor` ask the process that uses this data folder for a backup. */
export async function serveBackups(
  dataDir: string,
  backUp: (to: string) => Promise<void>,
): Promise<{ close(): Promise<void> }> {
  const path = socketOf(dataDir)
  // The folder's lock is ours, so a socket that lies here is a dead process's.
  rmSync(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => {})
    void respond(socket, backUp)
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

async function respond(socket: Socket, backUp: (to: string) => Promise<void>): Promise<void> {
  const say = (reply: z.infer<typeof answer>) => socket.end(`${JSON.stringify(reply)}\n`)
  try {
    const { backUpTo } = question.parse(JSON.parse((await lineOf(socket)) ?? ''))
    await backUp(backUpTo)
    say({ done: true })
  } catch (error) {
    say({ problem: error instanceof Error ? error.message : 'no reason given' })
  }
}

/** Asks the process that uses a data folder for a backup. False where none listens; throws with its reason. */
export async function requestBackup(dataDir: string, to: string): Promise<boolean> {
  const socket = connect(socketOf(dataDir))
  try {
    await once(socket, 'connect')
  } catch {
    return false
  }
  socket.write(`${JSON.stringify({ backUpTo: resolve(to) })}\n`)
  const line = await lineOf(socket)
  if (line === null) throw new Error('Muster ended before the backup was made.')
  const reply = answer.parse(JSON.parse(line))
  if ('problem' in reply) throw new Error(reply.problem)
  return true
}
