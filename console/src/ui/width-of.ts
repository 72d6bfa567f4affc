const leastPx = 72
const mostPx = 300
// What a letter takes on average, and what a cell keeps free on both sides.
const letterPx = 7.6
const aroundPx = 24

/** How wide, in pixels, a column is to be in which these texts stand, so that nearly all of them are read whole. */
export function widthOf(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  return Math.round(Math.min(mostPx, Math.max(leastPx, longest * letterPx + aroundPx)))
}
