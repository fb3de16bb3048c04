// The sandbox without limits, in a thread of its own: its work delays no measured request.
import { parentPort, workerData } from 'node:worker_threads'
import { startSandbox } from '@muster/kore-sandbox'

const users = Number(workerData)
const { url, clientId, clientSecret } = await startSandbox({ users, limits: null })
if (parentPort === null) throw new Error('this file runs in a worker thread')
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread has no origin
parentPort.postMessage({ url, clientId, clientSecret })
