/** A value of an address's search that is a text with something in it, under its name; nothing else is taken. */
export function textOf<K extends string>(name: K, value: unknown): { [name in K]?: string } {
  const text = typeof value === 'number' ? String(value) : value
  return (typeof text === 'string' && text !== '' ? { [name]: text } : {}) as { [name in K]?: string }
}

/** A value of an address's search that is one of these, under its name; nothing else is taken. */
export function oneOf<K extends string, const T extends string>(
  name: K,
  known: readonly T[],
  value: unknown,
): { [name in K]?: T } {
  const found = known.find((each) => each === value)
  return (found === undefined ? {} : { [name]: found }) as { [name in K]?: T }
}

/** A value of an address's search that is a day, `2026-11-26`, under its name; nothing else is taken. */
export function dayOf<K extends string>(name: K, value: unknown): { [name in K]?: string } {
  const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
  return (isDay ? { [name]: value } : {}) as { [name in K]?: string }
}
