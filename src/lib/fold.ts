/** Every character that Unicode or JavaScript calls white space; e-mails copied from spreadsheets carry most of them. */
export const whiteSpace =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

const atTheEnds = new RegExp(`^[${whiteSpace}]+|[${whiteSpace}]+$`, 'gu')

/**
 * The one folding for comparing e-mails and for `ignoreCase`: white space trimmed, each character lower-cased by itself.
 * Character by character, because JavaScript's own toLowerCase looks around (a final sigma) and may lengthen (İ), which
 * the engine's `lower` does not do. `engine/fold.ts` is the same rule in SQL; a test holds the two together.
 */
export function fold(text: string): string {
  let folded = ''
  for (const character of text.replace(atTheEnds, '')) {
    folded += lowerOf(character)
  }
  return folded
}

function lowerOf(character: string): string {
  const lower = character.toLowerCase()
  return lower.length === character.length ? lower : (simpleLower.get(character) ?? character)
}

/** Characters whose simple lower case has another length than JavaScript's full one. */
const simpleLower = new Map([['\u0130', 'i']])
