import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { problemStatus } from '@muster/contracts/problem'
import { permissionsOfRoute } from '@muster/contracts/route'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseConfig } from '../config/config.ts'
import { namesOf } from '../config/setting.ts'
import { settings } from '../config/settings.ts'
import { settingsTable, tableInDocument } from '../config/settings-table.ts'
import { everyRoute } from '../http/testing/every-route.ts'

const root = join(import.meta.dirname, '../../../..')
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The rows of the table whose header begins with `head`, as their cells. */
function tableOf(file: string, head: string): string[][] {
  const lines = textOf(file).split('\n')
  const at = lines.findIndex((line) => line.startsWith('|') && line.split('|')[1]?.trim() === head)
  if (at < 0) throw new Error(`${file} has no table that begins with "${head}"`)
  const rows = lines.slice(at + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, end < 0 ? rows.length : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const namesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')

const settingNames = Object.values(settings).flatMap(namesOf)

describe('the documentation of the settings', () => {
  it('is the settings table, as `npm run docs/settings` writes it', () => {
    const [written] = tableInDocument.exec(textOf('docs/operations.md')) ?? []
    expect(written?.trimEnd()).toBe(settingsTable())
    expect(settingNames.length).toBeGreaterThan(20)
  })

  it('lists every setting that the configuration reads, and no other', () => {
    const read = new Set<string>()
    const watched = new Proxy<Record<string, string>>(
      {
        KORE_HOST: 'localhost',
        KORE_CLIENT_ID: 'cs-1',
        KORE_CLIENT_SECRET: 'x'.repeat(32),
        PUBLIC_URL: 'https://muster.example.com',
      },
      { get: (given, name) => (read.add(String(name)), given[String(name)]) },
    )
    expect(parseConfig(watched).ok).toBe(true)
    const lowerCase = ['https_proxy', 'http_proxy', 'no_proxy']
    expect([...read].toSorted()).toEqual([...settingNames, ...lowerCase].toSorted())
  })
})

describe('the documentation of the API', () => {
  it('lists every problem with its status', () => {
    const rows = tableOf('docs/api.md', 'code').map(([code = '', status]) => [namesIn(code)[0], Number(status)])
    expect(Object.fromEntries(rows)).toEqual(problemStatus)
    expect(rows.length).toBe(Object.keys(problemStatus).length)
  })

  it('lists every route with its permission', async () => {
    const documented = tableOf('docs/api.md', 'route').map(([route = '', permission = '']) => [
      namesIn(route)[0],
      namesIn(permission).join(' or ') || permission,
    ])
    const routes = (await everyRoute()).map((route) => [
      `${route.method} ${route.path}`,
      permissionsOfRoute(route).join(' or ') || 'none',
    ])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(routes))
  })
})

describe('the documentation of proofs', () => {
  it('lists every route with a step-up', async () => {
    const documented = tableOf('docs/api.md', 'sensitive route').map(([route = '']) => namesIn(route)[0])
    const routes = (await everyRoute()).filter(({ stepUp }) => stepUp !== 'none')
    expect(new Set(documented)).toEqual(new Set(routes.map(({ method, path }) => `${method} ${path}`)))
  })
})

describe('the decisions', () => {
  const names = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md')

  it('have a number each, the same in the name and the heading', () => {
    const numbers = names.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]))
    expect(numbers.length).toBeGreaterThan(80)
    expect(new Set(numbers).size).toBe(numbers.length)
    const headings = names.map((name) => Number(/^# (\d+)\. /.exec(textOf(`docs/decisions/${name}`))?.[1]))
    expect(headings).toEqual(numbers)
  })
})

describe('the types of an uploaded row', () => {
  it('are at most seven, each declared once', () => {
    const decision = textOf('docs/decisions/0076-the-domain-is-declared-once.md')
    const types = [...decision.matchAll(/^\d\. `(\w+)`/gm)].map(([, name]) => name ?? '')
    expect(types[0]).toBe('FileRow')
    expect(types.at(-1)).toBe('PlanItem')
    expect(types.length).toBeLessThanOrEqual(7)
    const sources = ['packages/core/src', 'apps/bff/src/features'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => textOf(join(folder, name))),
    )
    const declared = sources.flatMap((text) =>
      [...text.matchAll(/^export (?:interface|type) (\w+)(?: = Pick<(\w+),)?/gm)].map(([, name = '', whole]) => ({
        name,
        whole,
      })),
    )
    expect(
      declared
        .filter(({ name }) => types.includes(name))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(types.toSorted())
    // A part of one of them is no further type.
    const others = declared.filter(({ name, whole }) => name.endsWith('Row') && !types.includes(whole ?? name))
    expect(others).toEqual([])
  })
})

describe('the settings in docker-compose', () => {
  const compose = textOf('docker-compose.yml')

  it('are read by the configuration', () => {
    const given = [...compose.matchAll(/\b((?:KORE|ADMIN|MUSTER|DATABASE|PUBLIC|DATA)_[A-Z_]+|HOST|PORT): /g)]
    const names = new Set(given.map(([, name]) => name ?? ''))
    expect(names.size).toBeGreaterThan(6)
    expect([...names].filter((name) => !settingNames.includes(name))).toEqual([])
  })

  it('are options of the sandbox', () => {
    const options = [...compose.matchAll(/"--([a-z-]+)"/g)].map(([, name]) => name ?? '')
    const taken = textOf('apps/kore-sandbox/src/main.ts')
    expect(options.length).toBeGreaterThan(3)
    expect(options.filter((name) => !new RegExp(`^ {4}'?${name}'?: \\{ type`, 'm').test(taken))).toEqual([])
  })
})

describe('the shared parts of docker-compose', () => {
  const compose = textOf('docker-compose.yml')

  it('wait for longer than Muster may take to stop', () => {
    const [, lastExitMs = ''] = /const lastExitMs = ([\d_]+)/.exec(textOf('apps/bff/src/main.ts')) ?? []
    const [, graceSeconds] = /stop_grace_period: (\d+)s/.exec(compose) ?? []
    expect(Number(graceSeconds) * 1000).toBeGreaterThan(Number(lastExitMs.replaceAll('_', '')))
    expect(textOf('docs/operations.md')).toContain(
      `after ${Number(lastExitMs.replaceAll('_', '')) / 1000} seconds the process exits`,
    )
  })

  it('forward the address of the client, which the trusted proxy states last', () => {
    expect(compose).toContain('proxy_set_header X-Forwarded-For $$proxy_add_x_forwarded_for;')
  })
})

describe('the commands of an operator', () => {
  it('exist in the image', () => {
    const manifest: { scripts: Record<string, string> } = JSON.parse(textOf('package.json'))
    const named = [...textOf('docs/operations.md').matchAll(/npm run (doctor|sign-in-link|audit:verify)\b/g)]
    expect(new Set(named.map(([, name]) => name))).toEqual(new Set(['doctor', 'sign-in-link', 'audit:verify']))
    const image = mkdtempSync(join(tmpdir(), 'muster-image-'))
    onTestFinished(() => rmSync(image, { recursive: true }))
    const write = [join(root, 'apps/launch/src/image-package.mjs'), join(root, 'package.json'), image]
    expect(spawnSync(process.execPath, write).status).toBe(0)
    const { scripts: ofImage }: typeof manifest = JSON.parse(readFileSync(join(image, 'package.json'), 'utf8'))
    for (const name of new Set(named.map(([, command]) => command ?? ''))) {
      expect(manifest.scripts).toHaveProperty([name])
      const [, program = ''] = (ofImage[name] ?? '').split(' ')
      expect([name, program !== '' && existsSync(join(root, program))]).toEqual([name, true])
    }
  })
})

describe('links in the documentation', () => {
  const below = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  const topLevel = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
  const documents = [...topLevel, ...below('docs').filter((name) => name.endsWith('.md'))]

  it('have a target', () => {
    expect(documents.length).toBeGreaterThan(10)
    const links = documents.flatMap((file) =>
      [...textOf(file).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => ({ file, to })),
    )
    expect(links.length).toBeGreaterThan(5)
    const dead = links.filter(({ file, to }) => !/^https?:/.test(to) && !existsSync(join(root, file, '..', to)))
    expect(dead).toEqual([])
  })

  it('name an existing command', () => {
    const scripts = new Set([...textOf('package.json').matchAll(/^ {4}"([a-z0-9/:-]+)": "/gm)].map(([, name]) => name))
    const named = documents.flatMap((file) =>
      [...textOf(file).matchAll(/npm run ([a-z0-9/:-]+)/g)].map(([, name]) => name),
    )
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !scripts.has(name))).toEqual([])
  })
})
