import type { Words } from '../en.ts'

export const home: Words['home'] = {
  attention: 'Kræver et menneske',
  allWell: 'Intet venter på dig.',
  nothingYet: 'Intet er sat op endnu',
  begin: 'Skriv en postbud.yaml (postbud init laver den første), og kør: postbud apply',
  inStep: 'Lister i takt',
  ofLists: '{{inStep}} af {{of}}',
  next: 'Kommer som det næste',
  noNext: 'Intet kører af sig selv.',
}
