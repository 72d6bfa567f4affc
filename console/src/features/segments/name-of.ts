const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'oe', å: 'aa', ß: 'ss' }

// The addresses of the builder and of the quick segment.
const addresses: ReadonlySet<string> = new Set(['new', 'quick'])

/** The name that a thing with this display name is called by in files and commands, such as `big-spenders`; one that is not taken. */
export function nameOf(displayName: string, taken: ReadonlySet<string> = new Set()): string {
  const plain = displayName
    .toLowerCase()
    .replace(/[æøåß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 90)
    .replace(/-+$/, '')
  const name = plain || 'segment'
  if (!taken.has(name) && !addresses.has(name)) return name
  for (let next = 2; ; next += 1) if (!taken.has(`${name}-${next}`)) return `${name}-${next}`
}
