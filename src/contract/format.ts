/** How dates and numbers are written, apart from the language: as the language has it, as somewhere, or dates by ISO 8601. */
export const formats = ['language', 'da-DK', 'en-GB', 'en-US', 'de-DE', 'sv-SE', 'iso'] as const

export type Format = (typeof formats)[number]
