import type { Words } from '../en.ts'

export const drift: Words['drift'] = {
  title: 'Selve listen',
  text: 'Læser listen i Constant Contact og sammenligner den med det, Postbud tror om den. Det koster nogle forespørgsler og ændrer intet.',
  compare: 'Sammenlign nu',
  looking: 'Læser listen …',
  inStep: 'Listen er, som Postbud efterlod den.',
  drifted: 'Listen er ændret af en anden siden.',
  repair: 'Send det ændrede igen',
  contacts: 'Kontakter på listen',
  ours: 'Sat på af Postbud',
  others: 'Der i forvejen',
  missing: 'Mangler',
  readdressed: 'Har en anden adresse nu',
  back: 'Kom selv tilbage',
  changedByHand: 'Ændret i hånden',
  strangers: 'Tilføjet af en anden',
}
