import { message } from '@muster/wording/message'
import { FileRefusal } from '../file-refusal.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { readXml } from './xlsx-xml.ts'

export interface PartLink {
  readonly id: string
  /**
   * The relationship's type after the last slash, e.g. "worksheet": the same in both of the standard's namespaces.
   * Empty for a relationship without a type.
   */
  readonly kind: string
  /** Name of a part of the workbook, or an external address. */
  readonly target: string
  readonly isExternal: boolean
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** The part that a target names, relative to the part that links to it. Null if it leads out of the workbook. */
export function resolvePart(from: string, target: string): string | null {
  const path = decoded(target.trim()).replaceAll('\\', '/')
  const folders = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') folders.push(step)
    else if (folders.pop() === undefined) return null
  }
  return folders.join('/')
}

/** Some programs write targets from the root of the container without a leading slash. */
function findTarget(container: XlsxContainer, from: string, target: string): string | null {
  const part = resolvePart(from, target)
  if (part !== null && container.has(part)) return part
  const fromRoot = resolvePart('', target)
  return fromRoot !== null && container.has(fromRoot) ? fromRoot : part
}

function linksPartOf(part: string): string {
  const at = part.lastIndexOf('/') + 1
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`
}

/** The relationships of a part, or of the whole container for "". Drops targets that lead out of the workbook. */
export async function readLinks(container: XlsxContainer, part: string): Promise<readonly PartLink[]> {
  const links: PartLink[] = []
  const source = linksPartOf(part)
  if (!container.has(source)) return links
  await readXml(source, await container.open(source), {
    open(name, { Id, Type = '', Target, TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return
      const isExternal = TargetMode === 'External'
      const target = isExternal ? Target : findTarget(container, part, Target)
      if (target !== null) links.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), target, isExternal })
    },
  })
  return links
}

/** The target of the first link of a kind, if the container has it. */
export const partOfKind = (container: XlsxContainer, links: readonly PartLink[], kind: string): string | null =>
  links.find((link) => link.kind === kind && !link.isExternal && container.has(link.target))?.target ?? null

const contentTypes = '[Content_Types].xml'
const isWorkbookType = (type: string) => /spreadsheetml\.(?:sheet|template)\.main\+xml$/.test(type)

async function partOfWorkbookType(container: XlsxContainer): Promise<string | null> {
  let found: string | null = null
  if (!container.has(contentTypes)) return null
  await readXml(contentTypes, await container.open(contentTypes), {
    open(name, { PartName, ContentType = '' }) {
      if (name === 'Override' && PartName !== undefined && isWorkbookType(ContentType))
        found ??= resolvePart('', PartName)
    },
  })
  return found
}

/** The part that lists the sheets: from the container's links, otherwise from its content types, otherwise the usual one. */
export async function findWorkbookPart(container: XlsxContainer, links: readonly PartLink[]): Promise<string> {
  const usual = 'xl/workbook.xml'
  const linked = partOfKind(container, links, 'officeDocument')
  const part = linked ?? (container.has(usual) ? usual : await partOfWorkbookType(container))
  if (part !== null && container.has(part)) return part
  if (container.has('xl/workbook.bin')) throw new FileRefusal(message('workbook.binary'))
  throw new FileRefusal(message('workbook.part_missing', { part: usual }))
}
