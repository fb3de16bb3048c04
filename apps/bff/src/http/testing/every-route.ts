import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Route } from '@muster/contracts/route'

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'path' in value && 'permission' in value && 'responses' in value

/** Every route record of the contracts, discovered automatically, so a new one cannot be missed. */
export async function everyRoute(): Promise<readonly Route[]> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@muster/contracts/route')))
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = all.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  const modules = await Promise.all(files.map((name): Promise<Record<string, unknown>> => import(join(folder, name))))
  const routes = modules.flatMap((module) => Object.values(module)).filter(isRoute)
  if (routes.length < 30) throw new Error(`only ${routes.length} route records were found`)
  return routes
}
