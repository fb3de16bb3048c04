import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Load, load } from './proxy-load.ts'
import { startNginx } from './proxy-nginx.ts'
import { answer, body, type Variant } from './proxy-servers.ts'

const quoted = (value: string) => JSON.stringify(value)

/** The script of wrk, which prints its result in one line at the end. Its latencies are in microseconds. */
const script = (sent: string) => `
wrk.method = "PUT"
wrk.body = ${quoted(sent)}
wrk.headers["content-type"] = "application/json"
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("MEASURED %d %d %f %f %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`

/** The same load by wrk, which uses so little CPU that the core it shares with the upstream is not the limit. */
async function loadByWrk(
  command: readonly string[],
  url: string,
  sent: string,
  how: { connections: number; seconds: number },
): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-wrk-'))
  try {
    const file = join(folder, 'put.lua')
    writeFileSync(file, script(sent))
    const [program = '', ...before] = command
    const given = ['-t1', `-c${how.connections}`, `-d${how.seconds}s`, '-s', file, url]
    const child = spawn(program, [...before, ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
    const output = await text(child.stdout)
    const found = /MEASURED (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+)/.exec(output)?.slice(1).map(Number)
    const [requests = 0, microseconds = 0, p50 = 0, p99 = 0, errors = 0] = found ?? []
    if (found === undefined || errors > 0) throw new Error(`wrk measured nothing usable: ${output}`)
    return { perSecond: requests / (microseconds / 1e6), p50: p50 / 1e3, p99: p99 / 1e3 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface Started {
  readonly origin: string
  stop(): void | Promise<void>
}

/** The servers' setup and their load generator. */
export interface Bench {
  readonly words: string
  /** Null if nginx is not available. */
  readonly startNginx: ((upstream: string) => Promise<Started>) | null
  startUpstream(): Promise<Started>
  start(variant: Variant, upstream: string): Promise<Started>
  load(url: string, how: { connections: number; seconds: number }): Promise<Load>
}

type Programs = Readonly<Record<'nginx' | 'wrk' | 'taskset', string | undefined>>

const program = new URL('./proxy.ts', import.meta.url).pathname

async function startNode(variant: Variant, upstream: string, command: readonly string[]): Promise<Started> {
  const [wrapper, ...before] = command
  const how = wrapper === undefined ? {} : { execPath: wrapper, execArgv: [...before, process.execPath] }
  const child: ChildProcess = fork(program, [variant, upstream], how)
  const [port]: unknown[] = await once(child, 'message')
  return { origin: `http://127.0.0.1:${String(port)}`, stop: () => child.disconnect() }
}

/**
 * Measures the proxy alone on one core; upstream and load, both written in C, run on the other. The target ratios were
 * determined this way.
 */
function pinned({ nginx, wrk, taskset }: Record<keyof Programs, string>): Bench {
  const on = (core: number, ...command: string[]) => [taskset, '-c', String(core), ...command]
  return {
    words: 'each proxy alone on a core; upstream (nginx) and load (wrk) on the other',
    startUpstream: () => startNginx(on(1, nginx), { answers: answer }),
    startNginx: (upstream) => startNginx(on(0, nginx), { before: upstream }),
    start: (variant, upstream) => startNode(variant, upstream, on(0)),
    load: (url, how) => loadByWrk(on(1, wrk), url, body, how),
  }
}

/** All on any free core: the load takes most of the machine, so the results differ less than they should. */
function shared({ nginx }: Programs): Bench {
  return {
    words: 'everything on the same cores, the load from Node: install nginx, wrk and taskset for ratios that say more',
    startUpstream: () => startNode('upstream', '', []),
    startNginx: nginx === undefined ? null : (upstream) => startNginx([nginx], { before: upstream }),
    start: (variant, upstream) => startNode(variant, upstream, []),
    load: (url, how) => load(url, body, how),
  }
}

/** The better of the two that this machine supports. */
export function benchOn({ nginx, wrk, taskset }: Programs): Bench {
  const has = nginx !== undefined && wrk !== undefined && taskset !== undefined && availableParallelism() > 1
  return has ? pinned({ nginx, wrk, taskset }) : shared({ nginx, wrk, taskset })
}
