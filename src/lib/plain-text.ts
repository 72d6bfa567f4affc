import { said } from './said.ts'

type Path = readonly (string | number)[]

/** What is asked for where `unkeepableText` finds something. */
export const keepable = said`expected text without NUL characters and halves of surrogate pairs`

/**
 * Where a text stands in what came from outside that no database keeps: one with a NUL character or half of a surrogate pair in it, be it a
 * value or a name (told by what it is the name in); undefined where there is none.
 */
export function unkeepableText(value: unknown): Path | undefined {
  const rest: { readonly path: Path; readonly found: unknown }[] = [{ path: [], found: value }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { path, found } = next
    if (typeof found === 'string' && !isKeepable(found)) return path
    if (typeof found !== 'object' || found === null) continue
    for (const [name, each] of Object.entries(found)) {
      if (!isKeepable(name)) return path
      rest.push({ path: [...path, Array.isArray(found) ? Number(name) : name], found: each })
    }
  }
  return undefined
}

function isKeepable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
