import type { Sentences } from '../sentences.ts'

export const ofConstantContact: Sentences = {
  'the account': 'kontoen',
  "the user's privileges": 'brugerens rettigheder',
  'expected a list': 'der skulle stå en liste',
  'activity {0}': 'aktiviteten {0}',
  "the account's activities": 'kontoens aktiviteter',
  "the account's contacts": 'kontoens kontakter',
  'one contact': 'én kontakt',
  'it is about somebody else': 'det handler om en anden',
  'The account has a list called "{0}" already. Choose that one, or another name.':
    'Kontoen har allerede en liste, der hedder "{0}". Vælg den, eller vælg et andet navn.',
  'a new list called "{0}"': 'en ny liste med navnet "{0}"',
  'the new list': 'den nye liste',
  "the account's custom fields": 'kontoens brugerdefinerede felter',
  'status {0} without a word': 'status {0} uden et ord',
  "The day's requests of this Constant Contact application are spent. Requests leave again from {0}; start it again then.":
    'Dagens forespørgsler for denne Constant Contact-applikation er brugt. Der kan sendes forespørgsler igen fra {0}; start det igen til den tid.',
  'The account has 1,000 jobs waiting at Constant Contact, and they did not drain while Postbud waited. Try again when they have.':
    'Kontoen har 1.000 job, der venter hos Constant Contact, og de blev ikke færdige, mens Postbud ventede. Prøv igen, når de er.',
  'The connection "{0}" needs to be connected again: {1} Run: postbud connect {2}':
    'Forbindelsen "{0}" skal forbindes igen: {1} Forbind den igen under Forbindelser (eller med postbud connect {2}).',
  'The account has no list {0} "{1}". Show its lists with: postbud lists CONNECTION':
    'Kontoen har ingen liste {0} "{1}". Vælg en af listerne på forbindelsen (postbud lists CONNECTION viser dem).',
  'The list "{0}" ({1}) was deleted in Constant Contact. Choose another list for the export.':
    'Listen "{0}" ({1}) er slettet i Constant Contact. Vælg en anden liste til eksporten.',
  'The account has {0} lists called "{1}": {2}. Write the id of the one that is meant.':
    'Kontoen har {0} lister, der hedder "{1}": {2}. Angiv id for den, der menes.',
  'the application was not granted the scope {0}. Connect it again and approve everything it asks for.':
    'applikationen fik ikke tilladelsen {0}. Forbind igen, og godkend alt, hvad der bliver bedt om.',
  'the user who signed in lacks the privilege {0}. Give that user the role of account owner or manager in Constant Contact, or connect with another user.':
    'brugeren, der loggede på, mangler rettigheden {0}. Giv brugeren rollen som kontoejer eller administrator i Constant Contact, eller forbind med en anden bruger.',
  'scopes and privileges are in order, so this address is not open to the application (CONSTANT_CONTACT_API_URL must end in /v3), or it was switched off for this. It said: {0}':
    'tilladelser og rettigheder er i orden, så denne adresse er ikke åben for applikationen (CONSTANT_CONTACT_API_URL skal slutte på /v3), eller den er lukket for dette. Svaret var: {0}',
  'the privileges could not be read either, so the application was probably deactivated in the developer portal, or CONSTANT_CONTACT_API_URL is wrong (it must end in /v3). It said: {0}':
    'rettighederne kunne heller ikke læses, så applikationen er formentlig deaktiveret i udviklerportalen, eller CONSTANT_CONTACT_API_URL er forkert (den skal slutte på /v3). Svaret var: {0}',
  'the file of an exported list': 'filen med en eksporteret liste',
  'the export of a list': 'eksporten af en liste',
  'it has the status {0}': 'den har status {0}',
  'it answered {0}': 'svaret var {0}',
  'its answer was cut short or holds no token': 'svaret var afkortet eller uden token',
  "the account's lists": 'kontoens lister',
  'list {0}': 'listen {0}',
  'old list numbers': 'gamle listenumre',
  '{0} empty pages in a row, and a link to another': '{0} tomme sider i træk og et link til endnu en',
  'the link to the next page leads to the page itself': 'linket til næste side fører til siden selv',
  'a link to the next page came twice': 'et link til næste side kom to gange',
  'a page came twice': 'en side kom to gange',
  "{0} of a page's items were on an earlier page": '{0} af en sides poster stod på en tidligere side',
  'a removal names 1 to {0} contacts, not {1}': 'en fjernelse nævner 1 til {0} kontakter og ikke {1}',
  'a removal names 1 to {0} lists, not {1}': 'en fjernelse nævner 1 til {0} lister og ikke {1}',
  'a removal of contacts from a list': 'en fjernelse af kontakter fra en liste',
  'no answer came in time': 'der kom intet svar i tide',
  'the connection failed ({0})': 'forbindelsen svigtede ({0})',
  'its answer was cut short or is not JSON': 'svaret var afkortet eller er ikke JSON',
  'it answered {0} ({1})': 'svaret var {0} ({1})',
  'The address for signing in is {0}: without https only one on this machine is used. Correct CONSTANT_CONTACT_AUTH_URL, or the service of the connection.':
    'Adressen til login er {0}: Uden https bruges kun en på denne maskine. Ret CONSTANT_CONTACT_AUTH_URL eller forbindelsens tjeneste.',
  'it was accepted with an answer that names no activity':
    'det blev modtaget med et svar, der ikke nævner nogen aktivitet',
  'expected an object, found {0}': 'der skulle stå et objekt, men der står {0}',
  '"{0}" is {1}, not a list': '"{0}" er {1} og ikke en liste',
  '"{0}" is {1}': '"{0}" er {1}',
  'a list': 'en liste',
  'Constant Contact could not be asked for {0}: {1}. Try again later; nothing was changed.':
    'Constant Contact kunne ikke spørges om {0}: {1}. Prøv igen senere; intet blev ændret.',
  'Constant Contact keeps answering "too many requests" when asked for {0}. Another program may be using the same application; try again later, or give Postbud an application of its own.':
    'Constant Contact svarer ved med "for mange forespørgsler", når der spørges om {0}. Et andet program bruger måske den samme applikation; prøv igen senere, eller giv Postbud sin egen applikation.',
  'Constant Contact does not allow this connection to ask for {0}: {1}':
    'Constant Contact tillader ikke, at denne forbindelse spørger om {0}: {1}',
  'Constant Contact refused the request for {0} ({1}): {2}': 'Constant Contact afviste forespørgslen om {0} ({1}): {2}',
  "Constant Contact's answer about {0} cannot be used: {1}. Try again later; if it stays so, report it.":
    'Constant Contacts svar om {0} kan ikke bruges: {1}. Prøv igen senere; meld det, hvis det bliver ved.',
  "Constant Contact's pages of {0} do not hold together: {1}. Nothing was decided from them; try again.":
    'Constant Contacts sider med {0} hænger ikke sammen: {1}. Intet blev afgjort ud fra dem; prøv igen.',
  'an import of contacts': 'en import af kontakter',
  'with the id': 'med id',
  called: 'med navnet',
}
