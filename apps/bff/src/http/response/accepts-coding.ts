/** Whether an `Accept-Encoding` header accepts a coding: named, and not with the weight 0. */
export function accepts(header: string, coding: 'br' | 'gzip'): boolean {
  return new RegExp(`(^|[ ,])${coding}($|[ ,;])(?! *q=0($|[ ,;]|\\.0+($|[ ,;])))`).test(header)
}
