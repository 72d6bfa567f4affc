import { said } from './said.ts'
/** The known name that somebody who wrote `name` most likely meant, or undefined when none is near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let nearest: { name: string; distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (!nearest || distance < nearest.distance) nearest = { name: candidate, distance }
  }
  const tolerance = Math.max(2, Math.floor(name.length / 3))
  return nearest && nearest.distance <= tolerance ? nearest.name : undefined
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known)
  return nearest === undefined ? '' : said` Did you mean "${nearest}"?`
}

/** Levenshtein's distance: additions, deletions and replacements between two texts. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
