import type { Words } from '../en.ts'

export const signIn: Words['signIn'] = {
  title: 'Log på',
  email: 'Mail',
  password: 'Adgangskode',
  submit: 'Log på',
  elsewhere: 'Log på med din organisation',
  problems: {
    oidc_no_role: 'Din organisation lader dig logge på, men giver dig ingen rolle her. Spørg en administrator.',
    oidc_not_invited: 'Du er ikke inviteret endnu. Spørg en administrator.',
    oidc_no_email: 'Din organisation oplyser ikke din mail. Spørg en administrator.',
    oidc_email_unverified: 'Din organisation har ikke bekræftet din mail. Spørg en administrator.',
    oidc_other_account: 'Din mail hører her til en anden konto i din organisation. Spørg en administrator.',
    oidc_disabled: 'Du kan ikke længere logge på her. Spørg en administrator.',
    oidc_other_person: 'En anden loggede på end den, der blev spurgt.',
    oidc_expired: 'Det tog mere end ti minutter eller blev begyndt i en anden browser. Begynd forfra.',
    oidc_failed: 'Det lykkedes ikke at logge på med din organisation. Prøv igen; serverens log siger hvorfor.',
    oidc_unavailable: 'Din organisation kan ikke nås i øjeblikket. Prøv igen senere.',
    oidc_off: 'Det er ikke sat op at logge på med organisationen.',
  },
  forgotten: 'Har du glemt adgangskoden?',
  askForLink: 'Har du glemt adgangskoden? Bed en administrator om et link.',
  setUp: 'Denne Postbud har endnu ingen administrator. Åbn det link, der står i serverens terminal.',
}
