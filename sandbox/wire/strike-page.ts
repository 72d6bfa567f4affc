import type { PageFault } from '../faults/request-faults.ts'

/**
 * Does to a page, as the JSON it is sent as, what a fault does. `url` is the address it was asked for at, with its query.
 * `drop-page` was done where the page was cut: what follows it is known only there.
 */
export function strikePage(fault: PageFault, url: string, json: string): string {
  const page: Record<string, unknown> = JSON.parse(json)
  switch (fault) {
    case 'drop-page':
      return json
    case 'repeat-page':
      return JSON.stringify({ ...page, _links: { next: { href: url } } })
    case 'end-early':
      return JSON.stringify({ ...page, _links: undefined })
    case 'malformed-page':
      return withRows(page, (rows) => ({ ...rows }))
    case 'malformed-row':
      // One in the middle: a client may look at the first and the last for reasons of its own.
      return withRows(page, (rows) =>
        rows.map((row, at) => (at === Math.floor(rows.length / 2) ? withoutId(row) : row)),
      )
  }
}

function withRows(page: Record<string, unknown>, change: (rows: unknown[]) => unknown): string {
  const entries = Object.entries(page).map(([name, value]) => [name, Array.isArray(value) ? change(value) : value])
  return JSON.stringify(Object.fromEntries(entries))
}

/** A row without `contact_id`, `list_id` or what its id is called: the first name that ends so. */
function withoutId(row: unknown): unknown {
  const entries = Object.entries(row ?? {})
  const id = entries.findIndex(([name]) => name.endsWith('_id'))
  return Object.fromEntries(id < 0 ? entries : entries.toSpliced(id, 1))
}
