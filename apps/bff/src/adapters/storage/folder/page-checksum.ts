/** Bytes of a page, PostgreSQL's default and PGlite's. */
export const pageBytes = 8192

const wordsOfPage = pageBytes / 4
const lanes = 32
const prime = 16_777_619
/** Starting value of each lane, as in PostgreSQL's checksum_impl.h. */
const seeds = Int32Array.of(
  0x5b1f36e9,
  0xb8525960,
  0x02ab50aa,
  0x1de66d2a,
  0x79ff467a,
  0x9bb9f8a3,
  0x217e7cd2,
  0x83e13d2c,
  0xf8d4474f,
  0xe39eb970,
  0x42c6ae16,
  0x993216fa,
  0x7b093b5d,
  0x98daff3c,
  0xf718902a,
  0x0b1c9cdb,
  0xe58f764b,
  0x187636bc,
  0x5d7b3bb1,
  0xe73de7de,
  0x92bec979,
  0xcca6c0b2,
  0x304a0979,
  0x85aa43d4,
  0x783125bb,
  0x6ca8eaa2,
  0xe407eac6,
  0x4b5cfc3e,
  0x9fbf8c76,
  0x15ca20be,
  0xf2ca9fd3,
  0x959bd756,
)
/** Byte offsets in the page header: the checksum, and the end of the line pointers, which is 0 on an unused page. */
const checksumAt = 8
const upperAt = 14

const sums = new Int32Array(lanes)

/** PostgreSQL's checksum of the page at byte `at`, which is page `block` of its relation: 1 to 65,535. */
function checksumOf(words: Int32Array, at: number, block: number): number {
  sums.set(seeds)
  for (let index = 0; index < wordsOfPage; index += 1) {
    // The checksum itself counts as zero.
    const word = words[at / 4 + index] ?? 0
    const value = index === checksumAt / 4 ? word & 0xffff_0000 : word
    const lane = index % lanes
    const mixed = (sums[lane] ?? 0) ^ value
    sums[lane] = Math.imul(mixed, prime) ^ (mixed >>> 17)
  }
  let result = block
  for (let lane = 0; lane < lanes; lane += 1) {
    let sum = sums[lane] ?? 0
    for (let round = 0; round < 2; round += 1) sum = Math.imul(sum, prime) ^ (sum >>> 17)
    result ^= sum
  }
  return ((result >>> 0) % 65_535) + 1
}

const zeros = Buffer.alloc(pageBytes)

export const isZeroPage = (bytes: Buffer, at: number): boolean =>
  bytes.compare(zeros, 0, pageBytes, at, at + pageBytes) === 0

/**
 * Whether the page at byte `at` of `bytes` is as PostgreSQL wrote it. An unused page has no checksum and must be zero.
 */
export function isPageWhole(bytes: Buffer, at: number, block: number): boolean {
  if (bytes.readUInt16LE(at + upperAt) === 0) return isZeroPage(bytes, at)
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4))
  return checksumOf(words, at, block) === bytes.readUInt16LE(at + checksumAt)
}
