import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { problemSchema } from '@muster/contracts/problem'
import { createUpload, type UploadEntry } from '@muster/contracts/uploads'
import { localize } from '@muster/wording/localize'
import { currentCsrfToken, untilRecovered } from '../../../lib/api.ts'
import { ApiError, type ApiProblem } from '../../../lib/api-error.ts'

interface SendOptions {
  readonly signal: AbortSignal
  /** Share of the bytes sent, 0 to 1. */
  readonly onProgress: (share: number) => void
}

const problem = (code: ApiProblem['code'], title: string, detail: string): ApiError =>
  new ApiError({ type: 'about:blank', title, status: 0, detail, code: code, requestId: '' })

const offline = (): ApiError =>
  problem('offline', t`The upload failed`, t`The connection was lost. Check the network, then send the file again.`)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function parseResponse(status: number, text: string): UploadEntry | ApiError {
  const json = jsonOf(text)
  if (status === 201) {
    const upload = createUpload.responses[201].safeParse(json)
    if (upload.success) return localize(i18n, upload.data)
  }
  const refused = problemSchema.safeParse(json)
  if (refused.success) return new ApiError(localize(i18n, refused.data))
  return problem(
    'unexpected_response',
    t`Unexpected response`,
    t`The server responded with status ${status}. Reload the page; it may be older than the server.`,
  )
}

/** Sends one file by XMLHttpRequest, because `fetch` reports no upload progress. */
function sendFile(file: File, { signal, onProgress }: SendOptions): Promise<UploadEntry> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadEntry>()
  const request = new XMLHttpRequest()
  const form = new FormData()
  const csrfToken = currentCsrfToken()
  form.append('file', file, file.name)
  request.open(createUpload.method, createUpload.path)
  request.setRequestHeader('accept', 'application/json')
  if (csrfToken !== null) request.setRequestHeader('x-muster-csrf', csrfToken)
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
  request.addEventListener('load', () => {
    const response = parseResponse(request.status, request.responseText)
    if (response instanceof ApiError) reject(response)
    else resolve(response)
  })
  request.addEventListener('error', () => reject(offline()))
  // untranslated: the list drops aborted uploads without a message
  request.addEventListener('abort', () => reject(new DOMException('The upload was aborted', 'AbortError')))
  signal.addEventListener('abort', () => request.abort(), { once: true })
  request.send(form)
  return promise
}

/**
 * Sends one file and reports the progress. If the session has ended, sends it again after the next sign-in.
 * @throws ApiError, or an AbortError if the signal aborts.
 */
export async function sendSignedIn(file: File, options: SendOptions): Promise<UploadEntry> {
  const token = currentCsrfToken()
  try {
    return await sendFile(file, options)
  } catch (error) {
    if (!(await untilRecovered(error, options.signal)) || token === currentCsrfToken()) throw error
    return sendSignedIn(file, options)
  }
}
