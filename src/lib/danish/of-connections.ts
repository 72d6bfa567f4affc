import type { Sentences } from '../sentences.ts'

export const ofConnections: Sentences = {
  'its token endpoint is busy': 'dens token-adresse er optaget',
  'new tokens for the connection "{0}"': 'nye tokens til forbindelsen "{0}"',
  ' Declared: {0}.': ' Der er: {0}.',
  ' None is declared.': ' Der er ikke oprettet nogen.',
  'There is no connection "{0}".{1}{2}': 'Der er ingen forbindelse "{0}".{1}{2}',
  '{0} It is the list of {1}.': '{0} Det er listen for {1}.',
  'export "{0}"': 'eksporten "{0}"',
  'The user who signed in to "{0}" lacks {1}, and exports are refused without. Give that user a role with it in Constant Contact, or connect as another user: postbud connect {2}':
    'Brugeren, der loggede på med "{0}", mangler {1}, og uden afvises eksporterne. Giv brugeren en rolle, der har det, i Constant Contact, eller forbind som en anden bruger (postbud connect {2}).',
  'The tokens of "{0}" were last renewed on {1} and lapse on {2}, in {3} days, unless something renews them before. A run or a check that reaches Constant Contact does; if none does, connect again: postbud connect {4}':
    'Adgangen for "{0}" blev sidst fornyet den {1} og udløber den {2}, om {3} dage, hvis intet fornyer den inden. Det gør en kørsel eller en kontrol, der når Constant Contact; ellers skal der forbindes igen (postbud connect {4}).',
  'The client secret of the connection "{0}" is said to be stored, and none is. Type it in again in the connection, or write a reference to a variable in its place.':
    'Klienthemmeligheden for forbindelsen "{0}" skulle være gemt, men er det ikke. Skriv den igen i forbindelsen, eller skriv en henvisning til en variabel i stedet.',
  'its API refuses the access token it has just issued': 'dens API afviser den adgang, den lige har givet',
  'Nobody came back from the sign-in page in time. Nothing was stored. Begin the sign-in again to try once more.':
    'Ingen kom tilbage fra loginsiden i tide. Intet blev gemt. Begynd på login igen for at prøve en gang til.',
  'The connection "{0}" leads to {1}; the person who signed in has {2}. Nothing was changed. Sign in to the former account, or say that another one is meant (--accept-other-account): what Postbud knows of the former account\'s lists then no longer applies.':
    'Forbindelsen "{0}" fører til {1}; den, der loggede på, har {2}. Intet blev ændret. Log på den tidligere konto, eller sig, at det er en anden, der menes (--accept-other-account): Så gælder det, Postbud ved om listerne i den tidligere konto, ikke længere.',
  'the account {0} ({1})': 'kontoen {0} ({1})',
  'the account {0}': 'kontoen {0}',
  'There is no such connection in the making: it was saved, or nobody went on with it for an hour. Begin it again.':
    'Der er ingen sådan forbindelse undervejs: Den er gemt, eller ingen gik videre med den i en time. Begynd forfra.',
  'First agree to the transfer of data.': 'Acceptér først overførslen af data.',
  'First sign in with Constant Contact.': 'Log først på Constant Contact.',
  'First become its export user.': 'Bliv først dens eksportbruger.',
  'The connection "{0}" has not come that far. {1}': 'Forbindelsen "{0}" er ikke nået så langt. {1}',
  'The connection "{0}" has not been connected to an account yet. Run: postbud connect {1}':
    'Forbindelsen "{0}" er endnu ikke forbundet til en konto. Forbind den først (postbud connect {1}).',
  'The connection "{0}" was made to lead to another account while this was under way, so it was not carried on there. Start it again.':
    'Forbindelsen "{0}" blev sat til at føre til en anden konto, mens dette var i gang, så det fortsatte ikke dér. Start det igen.',
  'it stopped working.': 'den holdt op med at virke.',
  'the answer to the last renewal of its tokens was lost, and the old ones are spent.':
    'svaret på den seneste fornyelse af adgangen gik tabt, og den gamle er brugt.',
  'its client id is now that of another application.': 'dens klient-id er nu en anden applikations.',
  'its service is now at another address than the one it was connected at.':
    'dens tjeneste har nu en anden adresse end den, den blev forbundet til.',
  'its tokens open another account than the one it was connected to. If the new one is meant, add --accept-other-account.':
    'dens adgang åbner en anden konto end den, den blev forbundet til. Hvis den nye er ment, skal --accept-other-account med.',
  'The text about the transfer of data is another by now (version {0}). Read that one, and agree to it.':
    'Teksten om overførsel af data er nu en anden (version {0}). Læs den, og acceptér den.',
  'is no user any more': 'ikke er bruger længere',
  'may not sign in any more': 'ikke må logge på længere',
  'is no administrator any more': 'ikke er administrator længere',
  'The export user of the connection "{0}", {1}, {2}. An administrator has to become its export user before anything is delivered.':
    'Eksportbrugeren for forbindelsen "{0}", {1}, {2}. En administrator skal blive dens eksportbruger, før noget leveres.',
  'What is stored for {0} cannot be opened with {1}: it was sealed with another key. Bring the former key back, or connect again to replace what was stored.':
    'Det, der er gemt for {0}, kan ikke åbnes med {1}: Det blev forseglet med en anden nøgle. Bring den tidligere nøgle tilbage, eller forbind igen for at erstatte det.',
  '{0} does not hold a key (32 bytes in base64). Bring the former file back from a backup. If it is lost, remove it, and connect again.':
    '{0} indeholder ingen nøgle (32 byte i base64). Bring den tidligere fil tilbage fra en sikkerhedskopi. Fjern filen, og forbind igen, hvis den er gået tabt.',
  'the key in {0}': 'nøglen i {0}',
  'The connection "{0}" names the service {1}: without https only one on this machine is used, since tokens travel there.':
    'Forbindelsen "{0}" angiver tjenesten {1}: Uden https bruges kun en på denne maskine, da adgangen rejser dertil.',
  'The sign-in was declined at Constant Contact{0}. Nothing was stored. Begin the sign-in again to try once more.':
    'Login blev afvist hos Constant Contact{0}. Intet blev gemt. Begynd på login igen for at prøve en gang til.',
  "Constant Contact did not let the sign-in through: {0}{1}. Check the application's redirect address, its flow and its scopes in the portal.":
    'Constant Contact lod ikke login komme igennem: {0}{1}. Kontrollér applikationens omdirigeringsadresse, dens flow og dens tilladelser i portalen.',
  'Constant Contact issued no tokens after the sign-in: {0}. Check the client id and secret, and that the portal has exactly {1} as redirect address; then sign in again.':
    'Constant Contact gav ingen adgang efter login: {0}. Kontrollér klient-id og klienthemmelighed, og at portalen har præcis {1} som omdirigeringsadresse; log så på igen.',
  'Constant Contact issued no refresh token, so the connection would end within a day. Allow the scope offline_access for the application in the developer portal, and connect again. Nothing was stored.':
    'Constant Contact gav ikke noget fornyelsestoken, så forbindelsen ville ophøre inden for et døgn. Tillad offline_access for applikationen i udviklerportalen, og forbind igen. Intet blev gemt.',
  'Constant Contact no longer accepts its refresh token: it was revoked, unused for 180 days, or renewed by another program.':
    'Constant Contact accepterer ikke længere dens fornyelsestoken: Det er tilbagekaldt, har været ubrugt i 180 dage eller er fornyet af et andet program.',
  'Constant Contact does not accept the client id and secret: they were changed in the developer portal, or the application was deactivated. Set the present ones first.':
    'Constant Contact accepterer ikke klient-id og klienthemmelighed: De er ændret i udviklerportalen, eller applikationen er deaktiveret. Angiv først de nuværende.',
  'Constant Contact refuses even a renewed access token.': 'Constant Contact afviser selv en fornyet adgang.',
}
