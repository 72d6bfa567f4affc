import type { Words } from '../en.ts'

export const setUp: Words['setUp'] = {
  linkMissing: 'Åbn hele linket, som det står i serverens terminal.',
  title: 'Opsæt Postbud',
  lead: 'Du bliver den første administrator.',
  name: 'Dit navn',
  submit: 'Begynd',
}
