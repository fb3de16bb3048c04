// The sandbox without limits, in a thread of its own: its work delays no measured request.
import { parentPort, workerData } from 'node:worker_threads'
import { startSandbox } from '@muster/kore-sandbox'

const users = Number(workerData)
const { url, clientId, clientSecret } = await startSandbox({ users, limits: null })
parentPort?.postMessage({ url, clientId, clientSecret })
