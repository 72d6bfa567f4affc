/** A value that stood otherwise before or stands otherwise after, by its way from the outside in, `schedule.times.1`. */
export type Difference = { readonly path: string; readonly before: string; readonly after: string }

/** Where two things differ, value by value, so that nobody compares two texts by eye. A value that is not there is empty. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const [was, is] = [leavesOf(before), leavesOf(after)]
  const paths = [...new Set([...was.keys(), ...is.keys()])]
  return paths
    .map((path) => ({ path, before: was.get(path) ?? '', after: is.get(path) ?? '' }))
    .filter((each) => each.before !== each.after)
}

function leavesOf(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (value === null || value === undefined) return new Map()
  if (typeof value !== 'object') return new Map([[path.join('.'), String(value)]])
  const entries = Object.entries(value)
  // Lists of plain values are read as one line.
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    return new Map([[path.join('.'), value.join(', ')]])
  }
  return new Map(entries.flatMap(([key, each]) => [...leavesOf(each, [...path, key])]))
}
