import type { Sentences } from '../sentences.ts'

export const ofServer: Sentences = {
  'The control database could not be reached, or ended the connection. What was under way goes on when it is back.':
    'Kontroldatabasen kunne ikke nås, eller den afbrød forbindelsen. Det, der var i gang, fortsætter, når den er tilbage.',
  'Something went wrong that Postbud did not foresee. The log has the details under this request’s id.':
    'Der skete noget, som Postbud ikke havde forudset. Loggen har detaljerne under forespørgslens id.',
  'expected at most {0} levels in one another': 'der kan højst være {0} niveauer i hinanden',
  'is no cursor of this list in this order; start without one':
    'er ingen markør i denne liste i denne rækkefølge; begynd uden',
  'expected an object': 'der skal stå et objekt',
  'Sign in, or send an API key: "Authorization: Bearer pbk_…". Keys are made under Administrator > System.':
    'Log på, eller send en API-nøgle: "Authorization: Bearer pbk_…". Nøgler laves under Administrator > System.',
  'Changes by a signed-in browser are only taken from pages of {0}. Set POSTBUD_URL to the address under which you reach Postbud, or use an API key.':
    'Ændringer fra en browser, hvor nogen er logget på, tages kun fra sider på {0}. Sæt POSTBUD_URL til den adresse, I når Postbud på, eller brug en API-nøgle.',
  'There is nothing at {0} {1}. What there is: /api/docs': 'Der er intet på {0} {1}. Det, der er: /api/docs',
  'What was sent cannot be used: {0}.': 'Det, der blev sendt, kan ikke bruges: {0}.',
  'Send If-Match with the ETag of what you saw, so that nobody else’s change is written over.':
    'Send If-Match med ETag for det, du så, så en andens ændring ikke bliver overskrevet.',
  'This Idempotency-Key was sent with another request before. Nothing was done; use a new key for a new request.':
    'Denne Idempotency-Key er sendt før med en anden forespørgsel. Intet blev gjort; brug en ny nøgle til en ny forespørgsel.',
  'The same request is under way already. Ask again in a moment for its answer.':
    'Den samme forespørgsel er allerede i gang. Spørg igen om et øjeblik for at få dens svar.',
  'expected 1 to 200 visible characters': 'der skal stå 1 til 200 synlige tegn',
  'You follow {0} streams of events already, and one person may follow no more at once. Close one: /events tells of everything.':
    'Du følger allerede {0} strømme af hændelser, og én person kan ikke følge flere på én gang. Luk en: /events fortæller om alt.',
  '{0} streams of events are open, and this server keeps no more at once. Ask how things stand instead of following, or try again later.':
    '{0} strømme af hændelser er åbne, og denne server holder ikke flere på én gang. Spørg, hvordan det står, i stedet for at følge med, eller prøv igen senere.',
  '{0} for more than Postbud answers at a time. Try again in {1} s.':
    '{0} om mere, end Postbud svarer på ad gangen. Prøv igen om {1} s.',
  'You ask': 'Du spørger',
  'Your network address asks': 'Din netværksadresse spørger',
  'expected a path of this server, such as /connections': 'der skal stå en sti på denne server som /connections',
  'Only administrators refresh everything, since that runs every export. Name sources and segments.':
    'Kun administratorer opdaterer alt, for det kører hver eksport. Nævn kilder og segmenter.',
  'Only administrators cancel a refresh of everything.': 'Kun administratorer annullerer en opdatering af alt.',
  'The receipts of run {0} were removed when they were older than environment.receiptDays. Its figures stay.':
    'Kvitteringerne for kørslen {0} blev fjernet, da de var ældre end environment.receiptDays. Dens tal bliver.',
  'The sample is turned off here (POSTBUD_SAMPLE_PORT=off).':
    'Eksempeldataene er slået fra her (POSTBUD_SAMPLE_PORT=off).',
  'names a segment that is compared already': 'nævner et segment, der allerede sammenlignes',
  'Table "{0}" is not there yet; the next refresh makes it.':
    'Tabellen "{0}" er der ikke endnu; den næste opdatering laver den.',
  'There is no table "{0}".{1} Tables: {2}.': 'Der er ingen tabel "{0}".{1} Tabeller: {2}.',
  'Table "{0}" has no column "{1}".{2} Columns: {3}.': 'Tabellen "{0}" har ingen kolonne "{1}".{2} Kolonner: {3}.',
  'The source "{0}" does not read one uploaded file, so there is nothing to replace. Upload the file by itself, and change "file" of the source to the path that is answered.':
    'Kilden "{0}" læser ikke én uploadet fil, så der er intet at udskifte. Upload filen for sig, og ret "file" i kilden til den sti, du får som svar.',
  'expected the bytes of the file, with content-type: application/octet-stream':
    'her skulle filens bytes være, med content-type: application/octet-stream',
  'This needs the role {0}, and yours here is {1}.': 'Dette kræver rollen {0}, og din er {1} her.',
  'A disk that Postbud writes to is full: {0}. Make room on it, then do it again: what was written down is kept, and a run goes on where it was.':
    'En disk, som Postbud skriver til, er fuld: {0}. Gør plads på den, og gør det så igen: Det, der er skrevet, er bevaret, og en kørsel fortsætter, hvor den var.',
  'Postbud may not write where it has to: {0}. Make the data directory writable for the user who runs Postbud, or name another with --data or POSTBUD_DATA.':
    'Postbud må ikke skrive, hvor det er nødvendigt: {0}. Gør datamappen skrivbar for den bruger, der kører Postbud, eller angiv en anden med --data eller POSTBUD_DATA.',
  ' Did you mean "{0}"?': ' Mente du "{0}"?',
  '"{0}" is no address; expected one such as https://host/path.':
    '"{0}" er ikke en adresse; der skal stå en som https://vært/sti.',
  'The address "{0}" starts with {1}; expected https:// or http://.':
    'Adressen "{0}" begynder med {1}; den skal begynde med https:// eller http://.',
  'The address of {0} holds a user name or a password, which would be shown; leave it out.':
    'Adressen på {0} indeholder et brugernavn eller en adgangskode, som ville blive vist; udelad det.',
  'Postbud may not be led to {0}: it is not among the allowed hosts. Whoever runs the server can add it to POSTBUD_ALLOWED_HOSTS.':
    'Postbud må ikke føres til {0}: Den er ikke blandt de tilladte værter. Den, der driver serveren, kan tilføje den i POSTBUD_ALLOWED_HOSTS.',
  'Postbud may not be led to {0}: it is on this machine or in its network. Whoever runs the server can name it in POSTBUD_ALLOWED_HOSTS.':
    'Postbud må ikke føres til {0}: Den er på denne maskine eller i dens netværk. Den, der driver serveren, kan nævne den i POSTBUD_ALLOWED_HOSTS.',
  'give an address and what goes along with it': 'angiv en adresse og det, der følger med den',
  '{0} leads on to another address instead of answering. Give the address itself.':
    '{0} fører videre til en anden adresse i stedet for at svare. Angiv selve adressen.',
  '{0} leads on to an address that is none.': '{0} fører videre til en adresse, der ikke er nogen.',
  '{0} leads on to {1}, where what was meant for {2} is not sent. Give the address itself.':
    '{0} fører videre til {1}, hvor det, der var til {2}, ikke sendes. Angiv selve adressen.',
  'The environment variable {0}, which {1} refers to, is not set. Set it and try again.':
    'Miljøvariablen {0}, som {1} henviser til, er ikke angivet. Angiv den, og prøv igen.',
  'is not what is expected': 'er ikke det, der ventes',
  'is not a path of this server': 'er ikke en sti på denne server',
  'expected text without NUL characters and halves of surrogate pairs':
    'der skal stå tekst uden NUL-tegn og halve surrogatpar',
  'segments pick from profiles that are unified: name no segments with "matching"':
    'segmenter vælger blandt samlede profiler: angiv ingen segmenter sammen med "matching"',
  'expected the name of a source or segment, or nothing at all for everything':
    'der skal stå navnet på en kilde eller et segment eller slet intet for alt',
}
