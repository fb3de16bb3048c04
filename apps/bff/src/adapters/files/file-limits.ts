/** The maximum of each file property. Sizes are counted while unpacking, never trusted from headers. */
export const fileLimits = {
  bytes: 25 * 1024 * 1024,
  rows: 1_048_576,
  columns: 256,
  cellCharacters: 32_767,
  headerCharacters: 256,
  zipEntries: 1000,
  unpackedBytes: 250 * 1024 * 1024,
  entryBytes: 200 * 1024 * 1024,
  /** Of one part with the comments of a sheet. */
  commentsBytes: 20 * 1024 * 1024,
  /** Ratio of unpacked to packed size, checked once an entry is larger than `ratioFrom`. */
  ratio: 100,
  ratioFrom: 1024 * 1024,
  xmlDepth: 64,
  /** Attributes of one XML element; spreadsheets write some tens. */
  attributes: 256,
  /** Wall-clock time of one reading. */
  milliseconds: 60_000,
  heapMegabytes: 256,
} as const
