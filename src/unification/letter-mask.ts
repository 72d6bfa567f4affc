const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/**
 * Which letters and digits a text has, as the bits of a number. An edit brings or takes at most two of them, so that texts whose masks
 * differ in more than 2k bits are more than k edits apart; a number is compared a hundred times faster than a text.
 */
export function letterMaskSql(text: string): string {
  const bits = [...letters].map((letter, at) => `(contains(lower(${text}), '${letter}')::ubigint << ${at})`)
  return `(${bits.join(' | ')})`
}
