import type { Words } from '../en.ts'

export const mine: Words['mine'] = {
  who: 'Dig',
  name: 'Navn',
  saved: 'Gemt.',
  languages: 'Sprog, datoer og tal',
  onlyYou: 'Kun for dig. Gemmes med det samme.',
  language: 'Sprog',
  format: 'Datoer og tal',
  formatHint:
    'Kan vælges uafhængigt af sproget. Datoer og decimaltal i jeres data vises også sådan. Det, brugere skriver, ændres ikke.',
  formats: {
    language: 'Som sproget',
    'da-DK': 'Dansk',
    'en-GB': 'Britisk',
    'en-US': 'Amerikansk',
    'de-DE': 'Tysk',
    'sv-SE': 'Svensk',
    iso: 'ISO 8601 (2026-11-26)',
  },
  preview: 'Eksempel',
  password: {
    title: 'Adgangskode',
    current: 'Din nuværende adgangskode',
    change: 'Skift adgangskode',
    hint: 'Når du skifter den, bliver du logget af alle andre steder.',
    done: 'Din adgangskode er skiftet.',
    none: 'Du logger på hos din organisations udbyder og har ingen adgangskode her.',
  },
  sessions: {
    title: 'Her er du logget på',
    where: 'Browser',
    since: 'Logget på',
    seen: 'Sidst brugt',
    this: 'denne browser',
    aBrowser: 'en browser',
    end: 'Log af',
    endNamed: 'Log af {{browser}}',
    everywhere: 'Log af overalt',
    everywhereText: 'Også her. Alle, der bruger en af disse browsere, skal logge på igen.',
  },
}
