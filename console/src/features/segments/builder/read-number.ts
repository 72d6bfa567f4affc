/** A number as it is typed; the text itself while it is none, null for nothing. A decimal comma is read as a point. */
export function readNumber(text: string): number | string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const plain = /^-?\d+,\d+$/.test(trimmed) ? trimmed.replace(',', '.') : trimmed
  const number = Number(plain)
  // `1.` and `1.0` go on to be typed.
  return Number.isFinite(number) && String(number) === plain ? number : text
}
