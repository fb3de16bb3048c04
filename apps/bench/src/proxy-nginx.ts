import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** nginx at its best: one worker, like our single process, keep-alive on both sides, no log, no disk. */
const settings = (folder: string, role: string) => `
daemon off;
pid ${folder}/nginx.pid;
error_log stderr crit;
worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_requests 10000000;
  ${role}
}
`

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
  })

/** Proxies to `upstream`, an origin. */
const proxying = (upstream: string) => (port: number) =>
  `
  upstream kore { server ${new URL(upstream).host}; keepalive 64; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:${port};
    location /api/kore/ {
      proxy_pass http://kore/api/public/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header auth a-token;
    }
  }`

/** A fake Kore.ai: reads the body and responds at once. */
const answering = (answer: string) => (port: number) =>
  `
  server {
    listen 127.0.0.1:${port};
    location / { default_type application/json; return 200 '${answer}'; }
  }`

export type NginxRole = { readonly before: string } | { readonly answers: string }

/** Starts nginx with a command that may pin it to a core. Returns its origin and a stop function. */
export async function startNginx(
  command: readonly string[],
  role: NginxRole,
): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-nginx-'))
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  const served = 'before' in role ? proxying(role.before) : answering(role.answers)
  writeFileSync(file, settings(folder, served(port)))
  const [program = '', ...before] = command
  const child = spawn(program, [...before, '-p', folder, '-c', file, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 100 || child.exitCode !== null) throw new Error('nginx did not start')
    await delay(50)
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGQUIT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
