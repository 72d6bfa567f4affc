import type { Words } from '../en.ts'

export const setUp: Words['setUp'] = {
  title: 'Opsæt Postbud',
  lead: 'Du bliver den første administrator.',
  name: 'Dit navn',
  submit: 'Begynd',
}
