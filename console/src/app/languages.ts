import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { PartOfWords } from './words/en.ts'

export type Language = 'en' | 'da'

const stored = 'postbud.language'

/** The words of each language, which a browser loads only when it speaks it. */
const words = {
  en: async () => (await import('./words/en.ts')).en,
  da: async () => (await import('./words/da.ts')).da,
} as const

/** Words that a page brings along in each language. */
const parts = {
  unifying: {
    en: async () => (await import('./words/en/unifying.ts')).unifying,
    da: async () => (await import('./words/da/unifying.ts')).unifying,
  },
} as const satisfies Readonly<Record<PartOfWords, Readonly<Record<Language, () => Promise<object>>>>>

/** Those that a page has asked for so far. */
const asked = new Set<PartOfWords>()

/** Loads the words that a page brings along, and from then on with each language. */
export async function speakAlso(part: PartOfWords): Promise<void> {
  asked.add(part)
  await addPart(part, i18next.language === 'da' ? 'da' : 'en')
}

async function addPart(part: PartOfWords, language: Language): Promise<void> {
  i18next.addResourceBundle(language, 'translation', { [part]: await parts[part][language]() }, true)
}

/** The language of this browser: what was chosen here, else what it asks for. */
export function rememberedLanguage(): Language {
  const chosen = localStorage.getItem(stored)
  if (chosen === 'en' || chosen === 'da') return chosen
  return navigator.languages.some((each) => /^da\b/i.test(each)) ? 'da' : 'en'
}

/** Whether somebody has chosen a language in this browser. */
export function hasChosenLanguage(): boolean {
  return localStorage.getItem(stored) !== null
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(stored, language)
  document.documentElement.lang = language
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await words[language]())
  }
  for (const part of asked) await addPart(part, language)
  await i18next.changeLanguage(language)
}

export async function startLanguages(): Promise<void> {
  const language = rememberedLanguage()
  document.documentElement.lang = language
  await i18next.use(initReactI18next).init({
    lng: language,
    // Every language has every word, which their types hold.
    fallbackLng: false,
    resources: { [language]: { translation: await words[language]() } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  })
}
