import type { Words } from '../en.ts'

export const setUp: Words['setUp'] = {
  linkMissing: 'Siden åbnes med sit eget link. Åbn hele linket, som det står i serverens terminal.',
  title: 'Opsæt Postbud',
  lead: 'Du bliver den første administrator.',
  name: 'Dit navn',
  submit: 'Begynd',
}
