import { createKoreClient } from '../transport/client.ts'
import { defaultTimeouts, directNetwork } from '../transport/settings.ts'

/** Calls a host once and prints the result: Node reads the certificate authorities of the environment at startup only. */
const client = createKoreClient(process.argv[2] ?? '', defaultTimeouts, directNetwork)
const { signal } = new AbortController()
const result = await client.call({ method: 'GET', path: '/', body: null, token: 'token', signal })
process.stdout.write(result.kind === 'response' ? String(result.response.status) : result.kind)
await client.close()
