import type { Definitions } from '../contract/definitions.ts'

/** Every place that counts the rows of a table, which names no column of it. */
export function countedTables({ segments, exports }: Definitions): {
  readonly path: readonly PropertyKey[]
  readonly table: string
}[] {
  return [...countsIn(['segments'], segments), ...countsIn(['exports'], exports)]
}

function countsIn(
  path: readonly PropertyKey[],
  node: unknown,
): { readonly path: readonly PropertyKey[]; readonly table: string }[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    const here = [...path, Array.isArray(node) ? Number(key) : key]
    return key === 'count' && typeof value === 'string' ? [{ path: here, table: value }] : countsIn(here, value)
  })
}
