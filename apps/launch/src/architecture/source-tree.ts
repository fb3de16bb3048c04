import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** The project's root folder. */
const root = join(import.meta.dirname, '..', '..', '..', '..')

/** Files of the project according to git: tracked, or new and not ignored. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)))
}

/** TypeScript sources of the apps, packages and e2e. */
export function sources(): readonly string[] {
  return projectFiles().filter(
    (file) => /^(apps|packages|e2e)\/.*\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.includes('/generated/'),
  )
}

/** Style sheets of the web app. */
export function styleSheets(): readonly string[] {
  return projectFiles().filter((file) => /^apps\/web\/src\/.*\.css$/.test(file))
}

export const inProject = (path: string): string => join(root, path)

export function textOf(file: string): string {
  return readFileSync(inProject(file), 'utf8')
}

/** Lines of code, without blank lines and comments. */
export function codeLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*($|\/\/|\*|\/\*)/.test(line)).length
}

export interface Import {
  readonly from: string
  /** The imported module: a project path for a relative or workspace import, else the package or `node:` name. */
  readonly to: string
  readonly typeOnly: boolean
}

const statement =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|(?:await\s+)?import\(\s*['"]([^'"]+)['"]\s*\)/gm

/** Every import of a file, with relative and workspace imports resolved to project paths. */
export function importsIn({ path, text }: { readonly path: string; readonly text: string }): readonly Import[] {
  return [...text.matchAll(statement)].map((match) => {
    const name = match[2] ?? match[3] ?? ''
    return { from: path, to: resolve(path, name), typeOnly: match[1] !== undefined }
  })
}

function resolve(file: string, name: string): string {
  if (name.startsWith('.')) return normalize(join(dirname(file), name))
  const member = /^@muster\/([a-z-]+)(?:\/(.+))?$/.exec(name)
  if (member === null) return name
  const [, name_, path] = member
  if (name_ === 'e2e') return `e2e/${path ?? ''}`
  const folder = ['core', 'contracts', 'kore-api', 'wording'].includes(name_ ?? '') ? 'packages' : 'apps'
  return `${folder}/${name_}/src/${path ?? 'start-sandbox'}`
}
