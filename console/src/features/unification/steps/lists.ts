/** The list with what stands at a place changed. */
export function replaced<T>(list: readonly T[], at: number, change: (each: T) => T): readonly T[] {
  return list.map((each, index) => (index === at ? change(each) : each))
}

/** The list without what stands at a place. */
export function without<T>(list: readonly T[], at: number): readonly T[] {
  return list.filter((_, index) => index !== at)
}

/** The list with what stands at one place at another; the same list where there is no such place. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const each = list[from]
  if (each === undefined || to < 0 || to >= list.length || from === to) return list
  const others = without(list, from)
  return [...others.slice(0, to), each, ...others.slice(to)]
}
