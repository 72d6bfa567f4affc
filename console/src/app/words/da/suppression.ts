import type { Words } from '../en.ts'

export const suppression: Words['suppression'] = {
  title: 'Spærrelister',
  text: 'Personer, hvis adresse står i en af disse kolonner, holdes tilbage fra alle eksporter og tages af de lister, Postbud har sat dem på.',
  none: 'Ingen holdes tilbage fra alle eksporter.',
  change: 'Ret spærrelister',
  columns: 'Kolonner med adresser',
  add: 'Tilføj en kolonne',
  takeOut: 'Fjern {{column}}',
  saved: 'Gemt. Det gælder fra hver eksports næste kørsel.',
}
