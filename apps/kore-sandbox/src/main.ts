import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startSandbox } from './start-sandbox.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    users: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'xo' },
    limits: { type: 'string', default: 'kore' },
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
    'client-secret-file': { type: 'string' },
    jti: { type: 'boolean', default: false },
    jwe: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

function wholeNumber(name: string, text: string, largest: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= largest) return value
  throw new Error(`--${name} must be a whole number from 0 to ${largest}, not "${text}"`)
}

/** The given secret, or the content of the file without its final line break; undefined: generate one. */
function givenSecret(): string | undefined {
  const file = values['client-secret-file']
  if (file === undefined) return values['client-secret']
  if (values['client-secret'] !== undefined) throw new Error('use --client-secret or --client-secret-file, not both')
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
}

if (values.profile !== 'xo' && values.profile !== 'v2') throw new Error('--profile must be xo or v2')
if (values.limits !== 'kore' && values.limits !== 'relaxed') throw new Error('--limits must be kore or relaxed')

const secret = givenSecret()
const sandbox = await startSandbox({
  port: wholeNumber('port', values.port, 65_535),
  host: values.host,
  users: wholeNumber('users', values.users, 10_000_000),
  seed: wholeNumber('seed', values.seed, 4_294_967_295),
  profile: values.profile,
  limits: values.limits,
  enforceJti: values.jti,
  enforceJwe: values.jwe,
  quiet: !values.verbose,
  ...(values['client-id'] === undefined ? {} : { clientId: values['client-id'] }),
  ...(secret === undefined ? {} : { clientSecret: secret }),
})
const { url, clientId, clientSecret, jweKey } = sandbox

/** Prints the address and the credential, and ends on a signal. */
function serveOperator(): void {
  // The owner knows a given secret; if printed, it would end up in the logs of a container.
  const credential = secret === undefined ? { clientId, clientSecret } : { clientId }
  const encryption = jweKey === null ? {} : { jweKey }
  process.stdout.write(`${JSON.stringify({ url, ...credential, ...encryption })}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop())
}

/** Sends them to the parent process, and ends with it, however it ends. */
function serveParent(): void {
  process.once('disconnect', () => process.exit(0))
  // The parent may have ended before this process was ready.
  if (!process.connected) process.exit(0)
  process.send?.({ url, clientId, clientSecret })
  // A terminal or a service manager signals both processes; the parent's last calls still need this one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
}

if (process.send === undefined) serveOperator()
else serveParent()
