import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { da } from './words/da.ts'
import { en } from './words/en.ts'

export type Language = 'en' | 'da'

const stored = 'postbud.language'

/** The language of this browser: what was chosen here, else what it asks for. */
export function rememberedLanguage(): Language {
  const chosen = localStorage.getItem(stored)
  if (chosen === 'en' || chosen === 'da') return chosen
  return navigator.languages.some((each) => /^da\b/i.test(each)) ? 'da' : 'en'
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(stored, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}

export async function startLanguages(): Promise<void> {
  const language = rememberedLanguage()
  document.documentElement.lang = language
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, da: { translation: da } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  })
}
