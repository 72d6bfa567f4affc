import type { End } from './tables.ts'

export type Edge = { readonly name: string; readonly from: End; readonly to: End }

export type Box = { readonly table: string; readonly x: number; readonly y: number }

export const boxWidth = 170
export const boxHeight = 52
/** The room of lines that go around at the right of the last column. */
export const aroundWidth = 110
const down = 84
/** Between two columns: room for the longest name that stands there and its line, and no less. */
const leastGap = 130
const letterWidth = 6.5
/** So much of a line is seen on both sides of its name together. */
const aroundName = 110

/**
 * Where tables stand in a picture of their relationships: the Customer table at the left, then those that are one step away, two
 * steps and so on; tables without a way to it come last. All of them stand beneath each other in one column where there is no room.
 */
export function layOut(
  tables: readonly string[],
  edges: readonly Edge[],
  { beneath = false }: { readonly beneath?: boolean } = {},
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
  const shown = beneath ? [columns.flat()] : columns
  const most = Math.max(1, ...shown.map((column) => column.length))
  const height = most * down
  const across = boxWidth + Math.max(leastGap, ...edges.map(({ name }) => name.length * letterWidth + aroundName))
  const boxes = shown.flatMap((column, at) =>
    column.map((table, row) => ({
      table,
      x: at * across + 4,
      y: ((row + 0.5) * height) / column.length - boxHeight / 2,
    })),
  )
  const last = new Set(shown.at(-1))
  const around = edges.some(({ from, to }) => last.has(from.table) && last.has(to.table))
  return { boxes, width: (shown.length - 1) * across + boxWidth + 8 + (around ? aroundWidth : 0), height }
}
