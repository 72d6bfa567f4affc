/** Groups that keep their people's lines whole. Most lists of fields are filled in a handful of ways. */
const wholeGroups = 24

type Filled = { readonly mask: number; readonly people: number }
/** People whose filled fields are `mask` get a line with the fields of `part`; `place` 0 is their first line. */
export type MaskPart = { readonly mask: number; readonly part: number; readonly place: number }

/**
 * Decides into which lines the people of each way of filling the fields go. The most frequent ways keep one whole line; the
 * people of the rest get the widest frequent line that they fill, and one narrow line for each field beyond it, so that the
 * number of groups never exceeds `wholeGroups` and the number of fields together. Masks are sums of powers of two, so that
 * up to 52 fields are exact numbers.
 */
export function splitMasks(filled: readonly Filled[], fields: number): MaskPart[] {
  const whole = filled.length <= wholeGroups + fields ? filled : filled.slice(0, wholeGroups)
  const wholeMasks = new Set(whole.map(({ mask }) => mask))
  return filled.flatMap(({ mask }) => {
    if (wholeMasks.has(mask)) return [{ mask, part: mask, place: 0 }]
    const main = widestWithin(mask, wholeMasks)
    const beyond = bitsOf(mask).filter((bit) => !bitsOf(main).includes(bit))
    const parts = main === 0 ? beyond : [main, ...beyond]
    return parts.map((part, place) => ({ mask, part, place }))
  })
}

function widestWithin(mask: number, candidates: ReadonlySet<number>): number {
  const bits = bitsOf(mask)
  let widest = 0
  for (const candidate of candidates) {
    const candidateBits = bitsOf(candidate)
    if (candidateBits.length > bitsOf(widest).length && candidateBits.every((bit) => bits.includes(bit)))
      widest = candidate
  }
  return widest
}

/** 2^i for every bit of a mask. Arithmetic, since JavaScript's bitwise operators stop at 32 bits. */
export function bitsOf(mask: number): number[] {
  const bits: number[] = []
  for (let bit = 1; bit <= mask; bit *= 2) {
    if (Math.floor(mask / bit) % 2 === 1) bits.push(bit)
  }
  return bits
}
