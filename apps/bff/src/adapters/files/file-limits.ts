/** What a file may be at most (bar, hostile input). Sizes are counted while unpacking, never trusted from headers. */
export const fileLimits = {
  bytes: 25 * 1024 * 1024,
  rows: 1_048_576,
  columns: 256,
  cellCharacters: 32_767,
  headerCharacters: 256,
  zipEntries: 1000,
  unpackedBytes: 250 * 1024 * 1024,
  entryBytes: 200 * 1024 * 1024,
  /** Unpacked to packed, once an entry is larger than `ratioFrom`. */
  ratio: 100,
  ratioFrom: 1024 * 1024,
  xmlDepth: 64,
  /** Of one XML element; spreadsheets write some tens. */
  attributes: 256,
  /** Wall time of one reading. */
  milliseconds: 60_000,
  heapMegabytes: 256,
} as const
