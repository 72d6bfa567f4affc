/**
 * A whole number as it is typed, be it with points, commas or spaces between its thousands; null for nothing. What is no number is
 * the text itself, so that the server says at its field what it expects.
 */
export function readWhole(typed: string): number | null {
  const text = typed.trim()
  if (text === '') return null
  const plain = /^\d{1,3}([.,\s]\d{3})+$/.test(text) ? text.replace(/\D/g, '') : text
  const value = Number(plain)
  return Number.isNaN(value) ? (text as unknown as number) : value
}
