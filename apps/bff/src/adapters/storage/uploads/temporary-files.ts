import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

const dayMs = 86_400_000
const prefix = (pid: number) => `${hostname()}-${pid}-`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether a folder belongs to a dead process: on this machine by its process, on another one by its age. */
async function isLeft(folder: string, name: string): Promise<boolean> {
  const pid = Number(name.startsWith(`${hostname()}-`) ? name.slice(hostname().length + 1).split('-')[0] : Number.NaN)
  // A folder with this process's number belongs to an earlier process.
  if (Number.isInteger(pid)) return pid === process.pid || !isAlive(pid)
  const { mtimeMs } = await stat(join(folder, name))
  return mtimeMs < Date.now() - dayMs
}

/** Folder for the bytes of uploads as files while they are read: in the data folder, away from other programs. */
export function lentFilesFolder(dataDir: string): string {
  return join(dataDir, 'lent')
}

/** Removes the folders of dead processes. Run once at start. */
export async function removeLeftFiles(dataDir: string): Promise<void> {
  const folder = lentFilesFolder(dataDir)
  const names = await readdir(folder).catch(() => [])
  for (const name of names)
    if (await isLeft(folder, name).catch(() => false)) await rm(join(folder, name), { recursive: true, force: true })
}

/** Provides a new folder of this process while `use` runs. */
export async function withLentFolder<T>(folder: string, use: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const own = await mkdtemp(join(folder, prefix(process.pid)))
  try {
    return await use(own)
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}
