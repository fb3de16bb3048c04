const named =
  /(?:^|[;{\s])(?:left|right)\s*:|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|(?:text-align|float|clear):\s*(?:left|right)\b/
const shorthand =
  /(?:^|[;{\s])(?:margin|padding|inset|scroll-margin|scroll-padding):\s*[^\s();]+ +([^\s();]+) +[^\s();]+ +([^\s();]+)\s*(?:;|$)/

/** Declarations with left or right, which are on the wrong side in a right-to-left language. */
export function physicalDeclarations(css: string): readonly string[] {
  return css.split('\n').filter((line) => {
    const [, right, left] = shorthand.exec(line) ?? []
    return named.test(line) || right !== left
  })
}
