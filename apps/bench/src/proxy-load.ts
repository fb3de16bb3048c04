import { Agent, request } from 'node:http'

export interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** Sends the same request over kept connections, each its next as soon as it has an answer. Milliseconds. */
export async function load(url: string, body: string, how: { connections: number; seconds: number }): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: how.connections })
  const taken: number[] = []
  const until = performance.now() + how.seconds * 1_000
  const one = async () => {
    while (performance.now() < until) {
      const from = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- the next request waits for the answer: that is the load
      await send(agent, url, body)
      taken.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: how.connections }, one))
  agent.destroy()
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.NaN
  return { perSecond: taken.length / how.seconds, p50: at(0.5), p99: at(0.99) }
}

function send(agent: Agent, url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method: 'PUT', agent, headers }, (response) => {
      response.resume()
      response.once('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`${url} answered ${response.statusCode}`))
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
