/** A name that no document of the service has. */
const name = 'sandbox_unheard_of'

/** The same answer with a field that nobody has documented in each of its objects, also in rows, links and errors. */
export function withUnheardOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnheardOf)
  if (typeof value !== 'object' || value === null) return value
  const told = Object.entries(value).map(([key, each]) => [key, withUnheardOf(each)])
  return { [name]: { at: 'any time' }, ...Object.fromEntries(told) }
}
