import { uploadEncodings } from '@muster/core/upload/upload-file'

export type FileEncoding = (typeof uploadEncodings)[number]

const unicode = new Set<FileEncoding>(['utf-8', 'utf-16le', 'utf-16be'])
/** Detected by their escape sequences, not by their letters. */
const escaped = new Set<FileEncoding>(['iso-2022-jp'])

/** Encodings from before Unicode, in order of preference for ties. */
export const legacyEncodings = uploadEncodings.filter((encoding) => !unicode.has(encoding) && !escaped.has(encoding))
