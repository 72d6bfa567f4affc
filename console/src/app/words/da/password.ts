import type { Words } from '../en.ts'

export const password: Words['password'] = {
  new: 'Ny adgangskode',
  rule: 'Mindst 12 tegn. Nogle ord efter hinanden er nemme at huske og svære at gætte.',
  show: 'Vis adgangskoden',
  hide: 'Skjul adgangskoden',
}
