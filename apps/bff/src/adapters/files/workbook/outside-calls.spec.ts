import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { luringWorkbooks } from '../testing/hostile-markup.ts'
import { rawZip, workbookEntries } from '../testing/hostile-zip.ts'
import { type SystemCalls, traced } from '../testing/system-calls.ts'

/** Path of strace. `npm test` installs it if possible, and skips it if tracing is not permitted. */
const strace = process.env['STRACE_PATH'] ?? ''
const program = fileURLToPath(new URL('../testing/read-workbooks.ts', import.meta.url))

// The C library's allocator reads these when it returns memory, whatever the program does.
const ofTheAllocator = '/proc/sys/vm/overcommit_memory'
// The parent checks the memory of the process that reads.
const memoryOfProcess = /^\/proc\/\d+\/statm$/

/**
 * The rule: a process that reads hostile workbooks opens only what reading a harmless one opens, before or after,
 * and those workbooks, and creates no socket. Returns the violations.
 */
function against(calls: SystemCalls, harmless: ReadonlySet<string>, workbooks: readonly string[]): readonly string[] {
  const allowed = new Set([...harmless, ...workbooks, ofTheAllocator])
  return [...[...calls.paths].filter((path) => !allowed.has(path) && !memoryOfProcess.test(path)), ...calls.sockets]
}

describe.runIf(strace !== '')('system calls of reading hostile workbooks', () => {
  let folder = ''
  let canary = ''
  let server: Server
  let http = ''
  let connections = 0
  let harmlessBook = ''
  let harmless: SystemCalls

  // What the system itself reads may change between two processes, e.g. with the memory that is free.
  const pathsOfHarmless = async () => {
    const again = await traced(strace, { folder, args: [program, harmlessBook] })
    return new Set([...harmless.paths, ...again.calls.paths])
  }
  const written = async (name: string, bytes: Buffer) => {
    const path = join(folder, name)
    await writeFile(path, bytes)
    return path
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-traced-'))
    canary = await written('canary.txt', Buffer.from('a secret'))
    server = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    http = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/x`
    harmlessBook = await written('harmless.xlsx', rawZip({ entries: workbookEntries() }))
    harmless = (await traced(strace, { folder, args: [program, harmlessBook] })).calls
  })
  afterAll(async () => {
    server.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('a harmless reading opens the workbook, and no socket', () => {
    expect([...harmless.paths]).toEqual(expect.arrayContaining([program, harmlessBook]))
    expect([...harmless.paths].some((path) => path.endsWith('/file-process-main.ts'))).toBe(true)
    expect(harmless.sockets).toEqual([])
  })

  it('are only those of a harmless reading, without a connection', { timeout: 180_000 }, async () => {
    const books = luringWorkbooks({ file: canary, http })
    const paths: string[] = []
    for (const [at, [, bytes]] of books.entries()) paths.push(await written(`${at}.xlsx`, bytes))
    const { printed, calls } = await traced(strace, { folder, args: [program, ...paths] })

    const outcomes = printed.trimEnd().split('\n')
    expect(outcomes).toHaveLength(books.length)
    expect(books.flatMap(([name, , outcome], at) => (outcome.test(outcomes[at] ?? '') ? [] : [name]))).toEqual([])
    expect([...calls.paths].filter((path) => paths.includes(path))).toHaveLength(paths.length)
    expect(against(calls, await pathsOfHarmless(), paths).join('\n')).toBe('')
    expect(connections).toBe(0)
  })

  it('would reveal a thread that opens the file, and one that connects', async () => {
    const port = Number(new URL(http).port)
    const thread = `
      const { existsSync, readFileSync } = require('node:fs')
      readFileSync(${JSON.stringify(canary)})
      try { readFileSync('\\\\\\\\localhost\\\\share\\\\x') } catch {}
      require('node:net').connect(${port}, '127.0.0.1').on('error', () => {})
      const datagrams = require('node:dgram').createSocket('udp4')
      datagrams.send('x', ${port}, '127.0.0.1', () => datagrams.close())`
    const leak = `import { isMainThread, Worker } from 'node:worker_threads'
      if (isMainThread) new Worker(${JSON.stringify(thread)}, { eval: true, execArgv: [] })`
    const args = ['--import', `data:text/javascript,${encodeURIComponent(leak)}`, program, harmlessBook]
    const { calls } = await traced(strace, { folder, args })
    const found = against(calls, await pathsOfHarmless(), [])

    expect(found.slice(0, 2)).toEqual([canary, String.raw`\\\\localhost\\share\\x`])
    const sockets = /^(socket|connect|bind|sendto|sendmsg|sendmmsg)\(/
    expect(
      found
        .slice(2)
        .filter((call) => !sockets.test(call))
        .join('\n'),
    ).toBe('')
    expect(found.filter((call) => call.startsWith('connect(') && call.includes(`htons(${port})`))).not.toEqual([])
    expect(found.filter((call) => /^send\w+\(/.test(call) && call.includes(`htons(${port})`))).not.toEqual([])
    expect(connections).toBe(1)
  })
})
