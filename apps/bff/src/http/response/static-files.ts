import { createReadStream, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { message } from '@muster/wording/message'
import type { NextFunction, Request, Response } from 'express'
import { ProblemError } from '../../problem-error.ts'
import { accepts } from './accepts-coding.ts'
import { setHeaders, shellHeaders } from './security-headers.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
}
const shell = '/index.html'

/** The served files by address: a request's path is looked up here and never joined to a folder. */
function listFiles(root: string): Map<string, string> {
  const files = new Map<string, string>()
  let entries
  try {
    entries = readdirSync(root, { recursive: true, withFileTypes: true })
  } catch {
    return files
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(root, path).split(sep).join('/')}`, path)
  }
  return files
}

/** The file and its encoding, precompressed if the browser accepts it. */
function choose(
  files: Map<string, string>,
  path: string,
  accepted: string,
): { file: string; coding: string | null } | null {
  if (types[extname(path)] === undefined || path.startsWith('/.')) return null
  const plain = files.get(path)
  if (plain === undefined) return null
  for (const [coding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    const packed = files.get(path + ending)
    if (packed !== undefined && accepts(accepted, coding)) return { file: packed, coding }
  }
  return { file: plain, coding: null }
}

async function send(req: Request, res: Response, chosen: { file: string; coding: string | null }): Promise<void> {
  if (chosen.coding !== null) res.setHeader('Content-Encoding', chosen.coding)
  if (req.method === 'HEAD') {
    res.end()
    return
  }
  await pipeline(createReadStream(chosen.file), res)
}

/** Whether a path is a file, not a page of the app: no page has a dot in its first name, or a name that begins with one. */
const looksLikeFile = (path: string) => path.startsWith('/assets/') || /^\/[^/]*\.|\/\./.test(path)

/** Serves the built web app: hashed assets forever, the shell for every page, 404 for a missing file. */
export function createStaticFiles({ root, secure }: { root: string; secure: boolean }) {
  let files = listFiles(root)
  return async (req: Request, res: Response, _next: NextFunction): Promise<void> => {
    const { path } = req
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.setHeader('Allow', 'GET, HEAD')
      throw new ProblemError('method_not_allowed', message('problem.get_and_head_only'))
    }
    const accepted = req.headers['accept-encoding'] ?? ''
    if (!files.has(shell)) files = listFiles(root)
    res.setHeader('Vary', 'Accept-Encoding')
    const file = path === shell ? null : choose(files, path, accepted)
    if (file !== null) {
      res.locals['route'] = 'file'
      res.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream')
      const hashed = path.startsWith('/assets/')
      res.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      await send(req, res, file)
      return
    }
    if (looksLikeFile(path) && path !== shell) throw new ProblemError('not_found', message('problem.no_file'))
    res.locals['route'] = 'page'
    const page = choose(files, shell, accepted)
    if (page === null) throw new ProblemError('not_found', message('problem.web_app_not_built'))
    setHeaders(res, shellHeaders(secure))
    await send(req, res, page)
  }
}
