import type { Readable } from 'node:stream'
import { message } from '@muster/wording/message'
import { SaxesParser, type SaxesTag } from 'saxes'
import { fileLimits } from '../file-limits.ts'
import { FileRefusal } from '../file-refusal.ts'

/** By name, without prefixes. */
export type XmlAttributes = Readonly<Record<string, string>>

// Excel writes 1, LibreOffice true.
export const isTrue = (attribute: string | undefined): boolean => attribute === '1' || attribute === 'true'

export interface XmlHandlers {
  /** Name without its prefix. */
  open?(name: string, attributes: XmlAttributes): void
  close?(name: string): void
  text?(text: string): void
  /** Called after each chunk of bytes, to pass on rows. Awaited, which bounds memory. */
  pause?(): Promise<void> | void
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

function attributesOf(tag: SaxesTag): Record<string, string> {
  // No prototype: names come from the file.
  const plain: Record<string, string> = Object.create(null)
  for (const name in tag.attributes) {
    const value = tag.attributes[name]
    if (value !== undefined) plain[local(name)] = typeof value === 'string' ? value : value.value
  }
  return plain
}

function createParser(part: string, handlers: XmlHandlers): SaxesParser {
  const parser = new SaxesParser({ position: false })
  let depth = 0
  let attributes = 0
  parser.on('doctype', () => {
    throw new FileRefusal(message('workbook.part_doctype', { part }))
  })
  parser.on('error', () => {
    throw new FileRefusal(message('workbook.part_malformed', { part }))
  })
  parser.on('opentagstart', () => {
    attributes = 0
  })
  parser.on('attribute', () => {
    attributes += 1
    if (attributes > fileLimits.attributes) throw new FileRefusal(message('workbook.part_attributes', { part }))
  })
  parser.on('opentag', (tag) => {
    depth += 1
    if (depth > fileLimits.xmlDepth) throw new FileRefusal(message('workbook.part_depth', { part }))
    handlers.open?.(local(tag.name), attributesOf(tag))
  })
  parser.on('closetag', (tag) => {
    depth -= 1
    handlers.close?.(local(tag.name))
  })
  const text = (value: string) => handlers.text?.(value)
  parser.on('text', text)
  parser.on('cdata', text)
  return parser
}

/** Reads one XML part as a stream. UTF-8 only, which spreadsheets write; no document type, no entities but XML's five. */
export async function readXml(part: string, bytes: Readable, handlers: XmlHandlers): Promise<void> {
  const parser = createParser(part, handlers)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    let hasBegun = false
    const chunks: AsyncIterable<Buffer> = bytes
    for await (const chunk of chunks) {
      const text: string = decoder.decode(chunk, { stream: true })
      // Some programs write blanks before the declaration, where XML allows none.
      const xml: string = hasBegun ? text : text.trimStart()
      hasBegun ||= xml !== ''
      parser.write(xml)
      await handlers.pause?.()
    }
    parser.write(decoder.decode()).close()
    await handlers.pause?.()
  } catch (error) {
    if (error instanceof TypeError) throw new FileRefusal(message('workbook.part_not_utf8', { part }))
    throw error
  } finally {
    bytes.destroy()
  }
}
