import { SMTPServer } from 'smtp-server'

interface Caught {
  readonly to: readonly string[]
  readonly text: string
}

/** A mail server of the test, on loopback. `answer` refuses a recipient with its code. */
export async function startCatcher(answer: (address: string) => number | null = () => null, withTls = false) {
  const caught: Caught[] = []
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: withTls ? [] : ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = answer(address)
      done(responseCode === null ? null : Object.assign(new Error(`<${address}> is refused`), { responseCode }))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        caught.push({ to, text: Buffer.concat(chunks).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => {})
  const listening = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the catcher has no port')
  const settings = {
    host: '127.0.0.1',
    port: address.port,
    implicitTls: false,
    allowPlain: true,
    login: null,
    from: 'muster@example.com',
  }
  return { caught, settings, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
