declare module 'subset-font' {
  interface SubsetOptions {
    readonly targetFormat: 'woff2'
    readonly variationAxes: { readonly wght: { readonly min: number; readonly max: number } }
  }
  /** The font with the given characters only. */
  export default function subsetFont(font: Buffer, characters: string, options: SubsetOptions): Promise<Buffer>
}
