import type { Words } from '../en.ts'

export const drift: Words['drift'] = {
  title: 'Selve listen',
  text: 'Læser listen i Constant Contact og sammenligner den med det, Postbud tror om den. Det koster nogle forespørgsler og ændrer intet.',
  departed: {
    title: 'Afmeldte og fjernede',
    text: 'Dem, der er gået på Constant Contacts side, som det sidst er læst. Ingen kørsel sætter dem tilbage.',
    who: 'Hvem de er',
    unsubscribed: 'Afmeldt fra kontoen',
    deleted: 'Slettet på kontoen',
    left_list: 'Har forladt en liste',
  },
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
