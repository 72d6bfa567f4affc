import type { Words } from '../en.ts'

export const reset: Words['reset'] = {
  title: 'Ny adgangskode',
  lead: 'Vi sender et link, som du vælger en ny adgangskode med.',
  ask: 'Send linket',
  asked: 'Hvis der findes en bruger med denne mail, er linket på vej.',
  submit: 'Gem adgangskoden',
  done: 'Adgangskoden er ændret, og du er logget af overalt. Log på med den nye.',
}
