/** How deep things may stand in one another in what comes from outside; what follows them step by step stands that. */
export const deepest = 200

/** Whether lists and objects stand in one another deeper than `deepest`. It looks without following them by itself. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}
