import { Pool } from 'undici'

export interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** Sends the same request over keep-alive connections, each its next one after a response. Milliseconds. */
export async function load(url: string, body: string, how: { connections: number; seconds: number }): Promise<Load> {
  const { origin, pathname } = new URL(url)
  // The fastest available client: its own time is in every result and hides the difference between the servers.
  const pool = new Pool(origin, { connections: how.connections, pipelining: 1 })
  const taken: number[] = []
  const until = performance.now() + how.seconds * 1_000
  const one = async () => {
    while (performance.now() < until) {
      const from = performance.now()
      await send(pool, pathname, body)
      taken.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: how.connections }, one))
  await pool.destroy()
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.NaN
  return { perSecond: taken.length / how.seconds, p50: at(0.5), p99: at(0.99) }
}

function send(pool: Pool, path: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0
    pool.dispatch(
      { method: 'PUT', path, body, headers: { 'content-type': 'application/json' } },
      {
        onRequestStart: () => {},
        onResponseStart: (_controller, code) => {
          status = code
        },
        onResponseData: () => {},
        onResponseEnd: () => (status === 200 ? resolve() : reject(new Error(`${path} was answered ${status}`))),
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}
