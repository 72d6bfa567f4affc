/** Roman numerals that Unicode has as characters of their own; letters that look like numerals stay letters (feature map, Q30). */
const roman = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ', 'Ⅵ', 'Ⅶ', 'Ⅷ', 'Ⅸ', 'Ⅹ', 'Ⅺ', 'Ⅻ']

/** Circled, parenthesised and full-stopped numbers by their first character, and up to which number they go. */
const runs: readonly (readonly [first: number, count: number, from: number])[] = [
  [0x2460, 20, 1],
  [0x2474, 20, 1],
  [0x2488, 20, 1],
  [0x2776, 10, 1],
  [0x2780, 10, 1],
  [0x278a, 10, 1],
  [0x24eb, 10, 11],
  [0x24f5, 10, 1],
  [0x3251, 15, 21],
  [0x32b1, 15, 36],
]

/** Every character that stands for a number, and the number in plain digits: ❽ is 8, Ⅷ is 8, ² is 2, ٣ is 3. */
export function numerals(): ReadonlyMap<string, string> {
  known ??= readNumerals()
  return known
}

// Looking through Unicode takes some milliseconds, which few need.
let known: ReadonlyMap<string, string> | undefined

function readNumerals(): Map<string, string> {
  const found = new Map<string, string>()
  for (let code = 0x80; code <= 0x1fbf9; code += 1) {
    const character = String.fromCodePoint(code)
    if (/\p{Nd}/u.test(character)) found.set(character, String(digitOf(code)))
    else if (/^\d$/.test(character.normalize('NFKC'))) found.set(character, character.normalize('NFKC'))
  }
  for (const [at, character] of roman.entries()) {
    found.set(character, String(at + 1))
    found.set(character.toLowerCase(), String(at + 1))
  }
  for (const [first, count, from] of runs) {
    for (let at = 0; at < count; at += 1) found.set(String.fromCodePoint(first + at), String(from + at))
  }
  found.set('⓪', '0')
  found.set('⓿', '0')
  return found
}

/** Decimal digits of every script stand in runs of ten in order, so that a digit's value is how far it is from its zero. */
function digitOf(code: number): number {
  let back = 0
  while (back < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - back - 1)) && !isZero(code - back)) back += 1
  return back
}

/** Runs of digits stand side by side in a few places (mathematical digits); there each starts at a zero that NFKC knows. */
function isZero(code: number): boolean {
  return String.fromCodePoint(code).normalize('NFKC') === '0'
}
