import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { problemStatus } from '@muster/contracts/problem'
import { describe, expect, it } from 'vitest'
import { everyRoute } from '../http/testing/every-route.ts'

const root = join(import.meta.dirname, '../../../..')
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The rows of the table whose head begins with `head`, as their cells. */
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

/** Every variable that the configuration reads. Whatever it writes in capitals is the name of one. */
function settingsRead(): string[] {
  const folder = 'apps/bff/src/config'
  const files = readdirSync(join(root, folder)).filter(
    (name) => /^config(-\w+)?\.ts$/.test(name) && name !== 'config-names.ts',
  )
  const text = files.map((name) => textOf(join(folder, name))).join('\n')
  const names = [...text.matchAll(/'([A-Z][A-Z0-9_]{3,})'/g)].map(([, name = '']) => name)
  const secrets = [...text.matchAll(/source\s*\.secret\(\s*'([A-Z0-9_]+)'/g)].map(([, name = '']) => `${name}_FILE`)
  return [...new Set([...names, ...secrets])]
}

describe('what the documents say of the settings', () => {
  it('is every setting that is read, and no other', () => {
    const documented = tableOf('docs/operations.md', 'setting').flatMap(([names = '']) => namesIn(names))
    expect(settingsRead().length).toBeGreaterThan(20)
    expect(documented.toSorted()).toEqual(settingsRead().toSorted())
  })
})

describe('what the documents say of the API', () => {
  it('is every problem with its status', () => {
    const rows = tableOf('docs/api.md', 'code').map(([code = '', status]) => [namesIn(code)[0], Number(status)])
    expect(Object.fromEntries(rows)).toEqual(problemStatus)
    expect(rows.length).toBe(Object.keys(problemStatus).length)
  })

  it('is every route with its permission', async () => {
    const documented = tableOf('docs/api.md', 'route').map(([route = '', permission = '']) => [
      namesIn(route)[0],
      namesIn(permission)[0] ?? permission,
    ])
    const routes = (await everyRoute()).map(({ method, path, permission }) => [`${method} ${path}`, permission])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(routes))
  })
})

describe('what docker-compose gives', () => {
  const compose = textOf('docker-compose.yml')

  it('is settings that are read', () => {
    const given = [...compose.matchAll(/\b((?:KORE|ADMIN|MUSTER|DATABASE|PUBLIC|DATA)_[A-Z_]+|HOST|PORT): /g)]
    const names = new Set(given.map(([, name]) => name ?? ''))
    expect(names.size).toBeGreaterThan(6)
    expect([...names].filter((name) => !settingsRead().includes(name))).toEqual([])
  })

  it('is options that the sandbox takes', () => {
    const options = [...compose.matchAll(/"--([a-z-]+)"/g)].map(([, name]) => name ?? '')
    const taken = textOf('apps/kore-sandbox/src/main.ts')
    expect(options.length).toBeGreaterThan(3)
    expect(options.filter((name) => !new RegExp(`^ {4}'?${name}'?: \\{ type`, 'm').test(taken))).toEqual([])
  })
})

describe('what the documents point at', () => {
  const below = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  const documents = ['README.md', ...below('docs').filter((name) => name.endsWith('.md'))]

  it('is there', () => {
    expect(documents.length).toBeGreaterThan(10)
    const there = new Set(['README.md', 'docs', ...['docs', 'apps/kore-sandbox'].flatMap(below)])
    const links = documents.flatMap((file) =>
      [...textOf(file).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => ({ file, to })),
    )
    expect(links.length).toBeGreaterThan(5)
    const dead = links.filter(({ file, to }) => !/^https?:/.test(to) && !there.has(join(file, '..', to)))
    expect(dead).toEqual([])
  })

  it('is a command that exists', () => {
    const scripts = new Set([...textOf('package.json').matchAll(/^ {4}"([a-z0-9/:-]+)": "/gm)].map(([, name]) => name))
    const named = documents.flatMap((file) =>
      [...textOf(file).matchAll(/npm run ([a-z0-9/:-]+)/g)].map(([, name]) => name),
    )
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !scripts.has(name))).toEqual([])
  })
})
