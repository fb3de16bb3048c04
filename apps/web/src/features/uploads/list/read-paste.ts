/** The contents of a paste. */
export type Pasted =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'cells'; readonly file: File; readonly lines: number }
  | { readonly kind: 'nothing' }

interface Clipboard {
  readonly files: ArrayLike<File>
  getData(format: string): string
}

/** Reads a copied file, or copied cells as the file `pasted.tsv`. Text goes first, because spreadsheets add a picture of the cells. */
export function readPaste(clipboard: Clipboard): Pasted {
  const text = clipboard.getData('text/plain')
  if (text.trim() !== '') return readPastedText(text)
  const file = clipboard.files[0]
  return file === undefined ? { kind: 'nothing' } : { kind: 'file', file }
}

/** Reads cells as a spreadsheet copies them, separated by tabs. The server detects any other format. */
export function readPastedText(text: string): Pasted {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length
  if (lines === 0) return { kind: 'nothing' }
  return { kind: 'cells', lines, file: new File([text], 'pasted.tsv', { type: 'text/tab-separated-values' }) }
}

/** Whether a paste anywhere on the page holds rows: at least two lines, or one line of several cells. */
export function looksLikeRows(text: string): boolean {
  const trimmed = text.trim()
  return trimmed.includes('\n') || trimmed.includes('\r') || trimmed.includes('\t')
}
