import type { Sentences } from '../sentences.ts'

export const ofAccess: Sentences = {
  '{0} is the last administrator who can sign in. Make somebody else an administrator first.':
    '{0} er den sidste administrator, der kan logge på. Gør en anden til administrator først.',
  'A key cannot have a higher role than its owner.': 'En nøgle kan ikke have en højere rolle end sin ejer.',
  'it names no authorization_endpoint': 'den oplyser ikke noget authorization_endpoint',
  'A password is changed by its user, signed in, and not with an API key.':
    'En adgangskode skiftes af brugeren selv, logget på, og ikke med en API-nøgle.',
  'There were too many attempts. Try again in {0} s.': 'Der har været for mange forsøg. Prøv igen om {0} s.',
  'it holds no ID token': 'der er intet ID-token i det',
  'Enter your password (or sign in) once more for this, then try again.':
    'Angiv din adgangskode (eller log på) igen til dette, og prøv så igen.',
  'This is done by a person who is signed in, not with an API key.':
    'Dette gøres af en person, der er logget på, og ikke med en API-nøgle.',
  '{0} is a user already. Change their role, or send the invitation again.':
    '{0} er allerede bruger. Skift rollen, eller send invitationen igen.',
  '{0} has no open invitation: the user is {1}.': '{0} har ingen åben invitation: Brugeren er {1}.',
  'This sign-in has ended already, or is not yours.': 'Denne session er allerede afsluttet, eller den er ikke din.',
  'No OpenID provider is set here (POSTBUD_OIDC_ISSUER). Sign in with your password.':
    'Der er ikke angivet nogen OpenID-udbyder her (POSTBUD_OIDC_ISSUER). Log på med din adgangskode.',
  'The OpenID provider {0} cannot be used: {1}. Check POSTBUD_OIDC_ISSUER and the provider.':
    'OpenID-udbyderen {0} kan ikke bruges: {1}. Kontrollér POSTBUD_OIDC_ISSUER og udbyderen.',
  'This sign-in was not begun in this browser, took longer than ten minutes, or was completed already. Begin anew.':
    'Dette login blev ikke begyndt i denne browser, tog mere end ti minutter eller er allerede fuldført. Begynd forfra.',
  'The OpenID provider’s answer was not taken: {0}. Begin anew; if it happens again, tell an administrator.':
    'Svaret fra OpenID-udbyderen blev ikke godtaget: {0}. Begynd forfra; sig det til en administrator, hvis det sker igen.',
  'You are known to the OpenID provider and not invited to Postbud. Ask an administrator to invite you.':
    'OpenID-udbyderen kender dig, men du er ikke inviteret til Postbud. Bed en administrator om at invitere dig.',
  'None of your groups at the OpenID provider gives a role in Postbud (POSTBUD_OIDC_ROLES). Ask an administrator.':
    'Ingen af dine grupper hos OpenID-udbyderen giver en rolle i Postbud (POSTBUD_OIDC_ROLES). Spørg en administrator.',
  'The OpenID provider does not tell your e-mail address. It has to send the claim email.':
    'OpenID-udbyderen oplyser ikke din mailadresse. Den skal sende oplysningen email.',
  'There is a user with your e-mail address, and the OpenID provider does not say that the address is yours (email_verified). Ask an administrator.':
    'Der er en bruger med din mailadresse, og OpenID-udbyderen siger ikke, at adressen er din (email_verified). Spørg en administrator.',
  'The user with your e-mail address signs in with another account of the OpenID provider. Ask an administrator.':
    'Brugeren med din mailadresse logger på med en anden konto hos OpenID-udbyderen. Spørg en administrator.',
  'Your user is disabled. Ask an administrator.': 'Din bruger er deaktiveret. Spørg en administrator.',
  'Whoever signed in at the OpenID provider is not the user of this browser. Sign out first.':
    'Den, der loggede på hos OpenID-udbyderen, er ikke brugeren i denne browser. Log af først.',
  'This link was used already, was replaced by a newer one, or has expired. Ask an administrator for a new one.':
    'Linket er allerede brugt, er afløst af et nyere eller er udløbet. Bed en administrator om et nyt.',
  'There is no API key {0} of yours that is still in use.': 'Du har ingen API-nøgle {0}, der stadig er i brug.',
  'You see your own API keys.': 'Du ser dine egne API-nøgler.',
  'This key has the role {0} and cannot revoke one of the role {1}.':
    'Denne nøgle har rollen {0} og kan ikke tilbagekalde en med rollen {1}.',
  'This password cannot be used: {0}.': 'Denne adgangskode kan ikke bruges: {0}.',
  'it has {0} characters; it needs {1} or more, such as a few words':
    'den har {0} tegn; der skal være mindst {1}, for eksempel nogle få ord',
  'it has more than {0} characters': 'den har mere end {0} tegn',
  'it repeats or counts up a few characters': 'den gentager eller tæller nogle få tegn op',
  'it is among those that are tried first': 'den er blandt dem, man prøver først',
  'it contains your name, your e-mail address or Postbud': 'den indeholder dit navn, din mailadresse eller Postbud',
  'Too many people sign in at this moment. Try again in a few seconds.':
    'Der er for mange, der logger på lige nu. Prøv igen om nogle sekunder.',
  '{0} Ask an administrator.': '{0} Spørg en administrator.',
  'This is for a signed-in browser.': 'Dette er til en browser, hvor nogen er logget på.',
  'No mail server is set here (POSTBUD_SMTP_URL). Ask an administrator for a link to a new password.':
    'Der er ikke angivet nogen mailserver her (POSTBUD_SMTP_URL). Bed en administrator om et link til en ny adgangskode.',
  'Links to new passwords are made by a person who is signed in, not with an API key.':
    'Links til nye adgangskoder laves af en person, der er logget på, og ikke med en API-nøgle.',
  'Viewers look at exports and change none.': 'Seere kan se eksporter, men ikke ændre dem.',
  'The export is on a connection that is not shared with contributors, so that you may only look at it.':
    'Eksporten bruger en forbindelse, der ikke er delt med bidragydere, så du kan kun se den.',
  'There is no connection "{0}" that is shared with you.': 'Der er ingen forbindelse "{0}", som er delt med dig.',
  'Postbud has an administrator already, who invites everybody else. Whoever is locked out: postbud users reset-link.':
    'Postbud har allerede en administrator, som inviterer alle andre. Hvis nogen er lukket ude: postbud users reset-link.',
  'The e-mail address or the password is wrong, or the account cannot sign in. An administrator can tell.':
    'Mailadressen eller adgangskoden er forkert, eller kontoen kan ikke logge på. En administrator kan se hvorfor.',
  'Nobody signs in with a password here (POSTBUD_LOCAL_SIGN_IN is off). Sign in with the OpenID provider.':
    'Ingen logger på med adgangskode her (POSTBUD_LOCAL_SIGN_IN er slået fra). Log på med OpenID-udbyderen.',
  'There is no user {0}. Who there is: postbud users list, or Permissions in the console.':
    'Der er ingen bruger {0}. Se, hvem der er, under Tilladelser (eller med postbud users list).',
  'The mail server {0} did not take the mail{1}. Check POSTBUD_SMTP_URL and POSTBUD_MAIL_FROM, and that it is reachable from here.':
    'Mailserveren {0} tog ikke imod mailen{1}. Kontrollér POSTBUD_SMTP_URL og POSTBUD_MAIL_FROM, og at den kan nås herfra.',
  '{0} is invited and has not come in yet. Send the invitation again.':
    '{0} er inviteret og er ikke kommet ind endnu. Send invitationen igen.',
  '{0} is disabled. Enable the user first.': '{0} er deaktiveret. Aktivér brugeren først.',
  'Where somebody is signed in is theirs to see and end, signed in and not with an API key.':
    'Hvor nogen er logget på, kan kun de selv se og afslutte, logget på og ikke med en API-nøgle.',
}
