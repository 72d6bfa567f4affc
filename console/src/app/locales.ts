import type { Format } from '../../../src/contract/format.ts'

/** Whose way of writing dates and numbers a language and a format are, and how short a date is in it. */
export function localesOf(language: string, format: Format) {
  // ISO dates with the numbers of the language: Swedish writes short dates so, and no locale writes both.
  if (format === 'iso') return { dates: 'sv-SE', numbers: language, dateStyle: 'short' } as const
  const locale = format === 'language' ? (language === 'da' ? 'da-DK' : 'en-GB') : format
  return { dates: locale, numbers: locale, dateStyle: 'medium' } as const
}
