import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Load } from './proxy-load.ts'

const quoted = (value: string) => JSON.stringify(value)

/** The script of wrk, which prints its result in one line at the end. Its latencies are in microseconds. */
const script = (body: string) => `
wrk.method = "PUT"
wrk.body = ${quoted(body)}
wrk.headers["content-type"] = "application/json"
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("MEASURED %d %d %f %f %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`

/** The same load by wrk, which uses so little CPU that the core it shares with the upstream is not the limit. */
export async function loadByWrk(
  command: readonly string[],
  url: string,
  body: string,
  how: { connections: number; seconds: number },
): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-wrk-'))
  try {
    const file = join(folder, 'put.lua')
    writeFileSync(file, script(body))
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
