export interface HardCodedString {
  readonly file: string
  readonly line: number
  readonly text: string
}

export function hardCodedStrings(file: string, text: string): readonly HardCodedString[]
