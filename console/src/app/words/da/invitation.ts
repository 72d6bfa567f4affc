import type { Words } from '../en.ts'

export const invitation: Words['invitation'] = {
  title: 'Velkommen til Postbud',
  lead: 'Du er inviteret som {{email}}. Vælg en adgangskode, så er du inde.',
  submit: 'Begynd',
}
