const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const

const systems = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** What people call the browser that calls itself so: `Chrome, Linux`; undefined for one that is not known. */
export function browserName(agent: string | null): string | undefined {
  if (agent === null) return undefined
  // The first that fits: most browsers name others, too, so that they are taken for them.
  const found = [browsers, systems].map((known) => known.find(([sign]) => agent.includes(sign))?.[1])
  return found.filter((name) => name !== undefined).join(', ') || undefined
}
