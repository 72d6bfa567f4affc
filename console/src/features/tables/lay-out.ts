import type { End } from './tables.ts'

export type Edge = { readonly name: string; readonly from: End; readonly to: End }

export type Box = { readonly table: string; readonly x: number; readonly y: number }

export const boxWidth = 170
export const boxHeight = 52
const across = 300
const down = 84

/**
 * Where tables stand in a picture of their relationships: the Customer table at the left, then those that are one step away, two
 * steps and so on; tables without a way to it come last.
 */
export function layOut(
  tables: readonly string[],
  edges: readonly Edge[],
): { boxes: Box[]; width: number; height: number } {
  const columns: (readonly string[])[] = []
  const placed = new Set<string>()
  let edge: readonly string[] = tables.filter((table) => table === 'profile')
  while (edge.length > 0) {
    columns.push(edge)
    for (const table of edge) placed.add(table)
    const here = new Set(edge)
    edge = tables.filter(
      (table) =>
        !placed.has(table) &&
        edges.some(
          ({ from, to }) =>
            (from.table === table && here.has(to.table)) || (to.table === table && here.has(from.table)),
        ),
    )
  }
  const alone = tables.filter((table) => !placed.has(table))
  if (alone.length > 0) columns.push(alone)
  const most = Math.max(1, ...columns.map((column) => column.length))
  const height = most * down
  const boxes = columns.flatMap((column, at) =>
    column.map((table, row) => ({
      table,
      x: at * across + 4,
      y: ((row + 0.5) * height) / column.length - boxHeight / 2,
    })),
  )
  return { boxes, width: (columns.length - 1) * across + boxWidth + 8, height }
}
