import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { KoreTimeouts } from './settings.ts'
import { stopCodes, type WireResult } from './wire-result.ts'

interface CollectorOptions {
  readonly maxBytes: number
  readonly timeouts: KoreTimeouts
  readonly signal: AbortSignal
  readonly graceMs: number
  readonly done: (result: WireResult) => void
}

/**
 * Collects one response from undici's callbacks and completes exactly once. `onRequestStart` runs when a connected socket
 * takes the request: a failure before it had no effect, and any failure after it is in doubt.
 */
export class ResponseCollector implements Dispatcher.DispatchHandler {
  readonly #options: CollectorOptions
  readonly #chunks: Buffer[] = []
  #size = 0
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #controller: Dispatcher.DispatchController | undefined
  #firstByte: NodeJS.Timeout | undefined
  readonly #total: NodeJS.Timeout
  #grace: NodeJS.Timeout | undefined
  #hasEnded = false

  constructor(options: CollectorOptions) {
    this.#options = options
    this.#total = setTimeout(() => this.#stop('late'), options.timeouts.total)
    options.signal.addEventListener('abort', this.#onAbort, { once: true })
    if (options.signal.aborted) this.#onAbort()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#hasEnded) {
      controller.abort(new Error('canceled before the request was sent'))
      return
    }
    this.#controller = controller
    this.#firstByte = setTimeout(() => this.#stop('late'), this.#options.timeouts.firstByte)
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // An interim response (1xx) is not the final one.
    if (status < 200) return
    clearTimeout(this.#firstByte)
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#size > this.#options.maxBytes) this.#stop('large')
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const first = this.#chunks[0]
    this.#end({
      kind: 'response',
      response: {
        status: this.#status,
        mediaType: single(this.#headers['content-type']),
        retryAfter: single(this.#headers['retry-after']),
        date: single(this.#headers['date']),
        body: this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks),
      },
    })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const kind = this.#controller === undefined ? 'not_sent' : 'in_doubt'
    this.#end({ kind, reason: error.message.slice(0, 300), code: codeOf(error) })
  }

  readonly #onAbort = (): void => {
    const stop = () => this.#stop('canceled')
    if (this.#options.graceMs === 0) stop()
    else this.#grace = setTimeout(stop, this.#options.graceMs).unref()
  }

  #stop(why: keyof typeof stopCodes): void {
    const kind = this.#controller === undefined ? 'not_sent' : 'in_doubt'
    this.#end({ kind, reason: why, code: stopCodes[why] })
    this.#controller?.abort(new Error(why))
  }

  #end(result: WireResult): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    clearTimeout(this.#total)
    clearTimeout(this.#firstByte)
    clearTimeout(this.#grace)
    this.#options.signal.removeEventListener('abort', this.#onAbort)
    this.#options.done(result)
  }
}

function single(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}

/** The code of a network error, or of the first error in its cause chain. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return codeOf(inner)
}
