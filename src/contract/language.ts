/** The languages in which Postbud speaks to people; every text that is shown has all of them. */
export const languages = ['en', 'da'] as const

export type Language = (typeof languages)[number]
