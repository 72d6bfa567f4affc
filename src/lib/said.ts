/**
 * Marks a sentence that people read: it is written, stored and logged in English, and whoever asks in another language is told it by
 * its template (`inDanish`). Each such template has its Danish sentence in `danish/`, which a test of the house keeps so.
 */
export function said(
  template: TemplateStringsArray,
  ...values: readonly (string | number | boolean | null | undefined)[]
): string {
  return template.reduce((text, next, at) => `${text}${values[at - 1]}${next}`)
}
