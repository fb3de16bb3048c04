import { existsSync, readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Resident memory of this process, in MB. */
export const megabytes = (): number => process.memoryUsage().rss / 1024 / 1024

/** Resident memory of the processes that read files; 0 if the system does not report it. */
function readerMegabytes(): number {
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  const children = read(`/proc/self/task/${process.pid}/children`).split(' ').filter(Boolean)
  const resident = (pid: string) => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
  return children.reduce((sum, pid) => sum + resident(pid), 0)
}

/** What a task takes: seconds, seconds of processor time, MB, and milliseconds of delay of the event loop. */
export interface Watched {
  readonly seconds: number
  readonly cpu: number
  /** Processor time of the main thread alone. */
  readonly main: number
  /** Peak memory above the idle process. */
  readonly above: number
  /** Peak memory of the processes that read files. */
  readonly reader: number
  readonly p99: number
  readonly max: number
}

/** Measures a task. `idle`: memory of the idle process, by default as the task begins. */
export async function watched<T>(
  what: () => Promise<T>,
  { idle = megabytes() }: { readonly idle?: number } = {},
): Promise<Watched & { readonly result: T }> {
  const delays = monitorEventLoopDelay({ resolution: 10 })
  let [peak, reader] = [megabytes(), 0]
  const timer = setInterval(() => {
    peak = Math.max(peak, megabytes())
    reader = Math.max(reader, readerMegabytes())
  }, 50)
  delays.enable()
  const [started, cpu, own] = [performance.now(), process.cpuUsage(), process.threadCpuUsage()]
  const result = await what()
  const seconds = (performance.now() - started) / 1000
  const [{ user, system }, thread] = [process.cpuUsage(cpu), process.threadCpuUsage(own)]
  clearInterval(timer)
  delays.disable()
  const main = (thread.user + thread.system) / 1e6
  const [p99, max] = [delays.percentile(99) / 1e6, delays.max / 1e6]
  return { result, seconds, cpu: (user + system) / 1e6, main, above: peak - idle, reader, p99, max }
}
