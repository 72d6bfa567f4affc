import type { Sentences } from '../sentences.ts'

export const ofProject: Sentences = {
  'expected a text that is not empty': 'der skal stå en tekst, der ikke er tom',
  'expected a column that is not empty': 'der skal stå en kolonne, der ikke er tom',
  'a name has at most 100 characters': 'et navn har højst 100 tegn',
  'a name starts with a small letter and holds small letters, digits and hyphens':
    'et navn begynder med et lille bogstav og består af små bogstaver, tal og bindestreger',
  'expected at least one column': 'der skal stå mindst én kolonne',
  'expected a share from 0 to 1': 'der skal stå en andel fra 0 til 1',
  'expected 0 or more': 'der skal stå 0 eller mere',
  'has characters that cannot be seen': 'indeholder tegn, der ikke kan ses',
  'has letters before the @ that are not ASCII, which most mail servers do not take; give another address':
    'har bogstaver før @, der ikke er ASCII, og dem tager de fleste mailservere ikke imod; angiv en anden adresse',
  'is no e-mail address': 'er ikke en mailadresse',
  "expected a time of the day in quotes, such as '06:30'": "der skal stå et klokkeslæt i anførselstegn som '06:30'",
  'expected a day of the week (monday), a day of the month from 1 to 31, or last':
    'der skal stå en ugedag (monday), en dag i måneden fra 1 til 31 eller last',
  'expected a day from 1 to 31': 'der skal stå en dag fra 1 til 31',
  'expected at least one day': 'der skal være mindst én dag',
  'what repeats {0} has no days; leave them out, or repeat weekly':
    'det, der gentages {0}, har ingen dage; udelad dem, eller gentag ugentligt',
  'expected the days on which it repeats: {0}': 'angiv de dage, det gentages: {0}',
  'what repeats hourly has a minute (minute: 15) and no times':
    'det, der gentages hver time, har et minuttal (minute: 15) og ingen klokkeslæt',
  "expected the times at which it begins: ['06:30']": "angiv de klokkeslæt, det begynder: ['06:30']",
  'belongs to what repeats hourly, and this repeats {0}':
    'hører til det, der gentages hver time, og dette gentages {0}',
  '{0} stands here twice': '{0} står her to gange',
  'found "{0}"; expected the source and its column, source.column':
    'fandt "{0}"; der skal stå datakilden og dens kolonne, kilde.kolonne',
  'the two columns are of two sources; expected one': 'de to kolonner hører til to datakilder; der skal være én',
  'another rule is called "{0}", too; figures do not tell them apart':
    'en anden regel hedder også "{0}"; tallene skelner dem ikke fra hinanden',
  '"{0}" is used here, and would no longer be among the profiles; take it out here first':
    '"{0}" bruges her og ville ikke længere være blandt profilerne; tag det ud her først',
  'expected an IANA time zone such as Europe/Copenhagen': 'der skal stå en IANA-tidszone som Europe/Copenhagen',
  'There is no {0} "{1}".{2} Known: {3}.': 'Der er ingen {0} "{1}".{2} Der er: {3}.',
  'There is a {0} "{1}" already, and nothing was written. Choose another name.':
    'Der er allerede en {0} "{1}", og intet blev gemt. Vælg et andet navn.',
  '{0} was changed by somebody else in the meantime, and nothing of yours was written. Read it again.':
    '{0} er i mellemtiden ændret af en anden, og intet af dit blev gemt. Læs det igen.',
  'The {0} "{1}"': '{0} "{1}"',
  'Nothing has been configured in this data directory yet. Write a postbud.yaml and run "postbud apply".':
    'Der er endnu ikke konfigureret noget i denne datamappe. Skriv en postbud.yaml, og kør "postbud apply".',
  '{0}: {1}. Set the variable to another value and try again.': '{0}: {1}. Giv variablen en anden værdi, og prøv igen.',
  'the variables make it {0}; {1}': 'variablerne gør det til {0}; {1}',
  'expected something else': 'der skal stå noget andet',
  'The connection "{0}" has to be connected again: its tokens were issued to another application or by another service.':
    'Forbindelsen "{0}" skal forbindes igen: Dens adgang er givet til en anden applikation eller af en anden tjeneste.',
  'Nothing was written: {0}': 'Intet blev gemt: {0}',
  'The profiles are managed by the file {0}': 'Profilerne styres af filen {0}',
  'The environment is managed by the file {0}': 'Miljøet styres af filen {0}',
  'The {0} "{1}" is managed by the file {2}': '{0} "{1}" styres af filen {2}',
  '{0}, and comes back when that file is applied. Remove it there, too.':
    '{0}, og kommer tilbage, når filen anvendes. Fjern det også dér.',
  '{0}, and the change is undone when that file is applied. Change it there, too.':
    '{0}, og ændringen går tabt, når filen anvendes. Ret det også dér.',
  '{0}, … ({1} in all)': '{0}, … ({1} i alt)',
  'the profile': 'profilen',
  'source "{0}"': 'kilden "{0}"',
  '{0} has no column "{1}".{2}': '{0} har ingen kolonne "{1}".{2}',
  ' Columns there: {0}': ' Kolonner dér: {0}',
  'it has no connection, so it does not run': 'den har ingen forbindelse, så den kører ikke',
  'source {0} has': 'kilden {0} er',
  'note: the {0} not been read as defined here; columns and types are checked in full at the first refresh.':
    'bemærk: {0} endnu ikke læst, som det er defineret her; kolonner og typer kontrolleres fuldt ud ved den første opdatering.',
  'found {0}, a column of the customers; expected a column of another source, such as blocked.email':
    'der står {0}, en kolonne hos kunderne; der skal stå en kolonne fra en anden kilde, for eksempel blocked.email',
  "expected the URL of one list, which ends in the list's id: open the list in the browser and copy the address":
    "der skal stå URL'en til én liste, som slutter med listens id: Åbn listen i browseren, og kopiér adressen",
  "expected a list's name without blanks around it": 'der skal stå et listenavn uden mellemrum omkring',
  "expected a list's name of at most 255 characters": 'der skal stå et listenavn på højst 255 tegn',
  'expected an id of 32 hexadecimal digits in groups of 8-4-4-4-12; this one is damaged':
    'der skal stå et id med 32 hexadecimale cifre i grupper på 8-4-4-4-12; dette er beskadiget',
  'found {0} custom fields; Constant Contact takes at most {1} of one contact':
    'der står {0} brugerdefinerede felter; Constant Contact tager højst {1} for én kontakt',
  '{0} needs {1} beside it: Constant Contact takes both or neither':
    '{0} skal have {1} ved siden af: Constant Contact tager begge eller ingen',
  '"{0}" is no custom field\'s name: expected cf: and the field\'s name, such as cf:{1} (blanks of the label become underscores)':
    '"{0}" er ikke navnet på et brugerdefineret felt: der skal stå cf: og feltets navn, for eksempel cf:{1} (mellemrum i navnet bliver til understregninger)',
  ' Known fields: {0}, and cf:<name> for custom fields': ' Kendte felter: {0} og cf:<navn> for brugerdefinerede felter',
  '"{0}" is what the customers are called; name the source otherwise':
    '"{0}" er det, kunderne hedder; kald kilden noget andet',
  " The profile's own column of that name is written [profile, '{0}.{1}']":
    " Profilens egen kolonne med det navn skrives [profile, '{0}.{1}']",
  'No {0} is defined': 'Der er ingen {0} defineret',
  'Known: {0}': 'Der er: {0}',
  'there is no {0} "{1}".{2}': 'der er ingen {0} "{1}".{2}',
  'segments cannot need themselves: {0} → {1}': 'segmenter kan ikke kræve sig selv: {0} → {1}',
  'found neither table: nor query:; expected one, which says what is read':
    'der står hverken table: eller query:; der skal stå en af dem, som siger, hvad der læses',
  'found table: and query:; a source reads one of them': 'der står både table: og query:; en kilde læser en af dem',
  'found a text that is no connection string; expected postgres://user@host/database, or a reference to a variable that holds one':
    'der står en tekst, der ikke er en forbindelsesstreng; der skal stå postgres://bruger@vært/database eller en henvisning til en variabel, der indeholder en',
  'a {0} file has no {1}; expected it with csv or tsv only':
    'en {0}-fil har ingen {1}; det hører kun til csv eller tsv',
  'a parquet file has no encoding; expected it with csv, tsv, json or ndjson only':
    'en parquet-fil har ingen tegnkodning; den hører kun til csv, tsv, json eller ndjson',
  'found "{0}"; expected {1}': 'der står "{0}"; der skal stå {1}',
  'a {0} has no format; expected it with date, datetime or number only':
    '{0} har intet format; det hører kun til date, datetime eller number',
  'found "{0}"; expected a pattern such as %d/%m/%Y': 'der står "{0}"; der skal stå et mønster som %d/%m/%Y',
  ' Known: {0}.': ' Der er: {0}.',
  '"{0}" is a table that unification writes; name the source otherwise':
    '"{0}" er en tabel, som samlingen skriver; kald kilden noget andet',
  '"{0}" is an e-mail, a telephone number or a picture, and an id is told where no such may be':
    '"{0}" er en e-mailadresse eller et telefonnummer, og et id vises, hvor sådan noget ikke må stå',
  'the profile has a column "{0}" already; call the cluster otherwise':
    'profilen har allerede en kolonne "{0}"; kald klyngen noget andet',
  '"{0}" is a column that Postbud adds; call the field otherwise':
    '"{0}" er en kolonne, som Postbud tilføjer; kald feltet noget andet',
  'found no source; expected at least one, with the column that holds it':
    'der er ingen kilde; der skal være mindst én med den kolonne, der indeholder det',
  '"{0}" is a {1}, which is the same or is not; expected exact':
    '"{0}" er af typen {1}, som er ens eller ikke er det; der skal stå exact',
  '"{0}" is a {1}, of which nothing is left out': '"{0}" er af typen {1}, hvor intet udelades',
  '"{0}" is in a group already; a field is in one at most': '"{0}" er allerede i en gruppe; et felt er højst i én',
  'kept field': 'bevaret felt',
  '"{0}" is a {1}; expected a field of the type date or number':
    '"{0}" er af typen {1}; der skal stå et felt af typen date eller number',
  'a reference to a variable is replaced in values only; in a key it stays as it is written':
    'en henvisning til en variabel erstattes kun i værdier; i en nøgle bliver den stående, som den er skrevet',
  'the environment variable {0} is not set here; it is needed when this is used':
    'miljøvariablen {0} er ikke angivet her; den skal bruges, når dette bruges',
  '"{0}" is no reference to a variable and stays as it is written; expected ${NAME}, or $${ for a plain ${':
    '"{0}" er ikke en henvisning til en variabel og bliver stående, som den er skrevet; der skal stå ${NAME}, eller $${ for et almindeligt ${',
  'a secret stands in the file itself, which is often shared; put it into an environment variable and write a reference':
    'en hemmelighed står i selve filen, som ofte deles; læg den i en miljøvariabel, og skriv en henvisning',
  'found a character that no path can hold': 'der står et tegn, som ingen sti kan indeholde',
  'expected a path in which only the name of the file has * or ?':
    'der skal stå en sti, hvor kun filens navn har * eller ?',
  'expected the name of a file of data: .csv, .tsv, .txt, .parquet, .json or .ndjson, .gz or not':
    'der skal stå navnet på en fil med data: .csv, .tsv, .txt, .parquet, .json eller .ndjson, med eller uden .gz',
  'expected a file in or below the folder of the configuration file that is not hidden, or one that was uploaded':
    'der skal stå en fil i eller under konfigurationsfilens mappe, som ikke er skjult, eller en, der er uploadet',
  'expected postgres://user@host/database': 'der skal stå postgres://bruger@vært/database',
  'a connection string from outside has no {0}': 'en forbindelsesstreng udefra har ingen {0}',
  'only administrators may refer to a variable, here ${{0}}':
    'kun administratorer kan henvise til en variabel, her ${{0}}',
  '${{0}} holds a setting of Postbud and no value': '${{0}} indeholder en af Postbuds indstillinger og ikke en værdi',
  'a mistake': 'en fejl',
  '{0} mistakes': '{0} fejl',
  '{0} has {1}:\n{2}': '{0} har {1}:\n{2}',
  '{0} {1}. Make one with "postbud init FILE…", or name another with --file.':
    '{0} {1}. Lav en med "postbud init FILE…", eller angiv en anden med --file.',
  'There is no configuration file at': 'Der er ingen konfigurationsfil på',
  'Expected a configuration file and found a folder:': 'Der skulle være en konfigurationsfil, men her er en mappe:',
  'lists and mappings stand in one another too deeply to be read':
    'lister og mappings står for dybt i hinanden til at kunne læses',
  'expected sections such as environment:, sources:, profiles:, segments: and exports:':
    'der skal være afsnit som environment:, sources:, profiles:, segments: og exports:',
  'the file is empty; {0}': 'filen er tom; {0}',
  "found {0}, which stands for an anchor (&{1}) that is not there; a text that begins with * stands in quotes: '{2}'":
    "der står {0}, som henviser til et anker (&{1}), der ikke findes; en tekst, der begynder med *, skal stå i anførselstegn: '{2}'",
  'found a list or a mapping as a key; expected a text, in quotes if it has signs of YAML in it':
    'der står en liste eller en mapping som nøgle; der skal stå en tekst, i anførselstegn, hvis den indeholder YAML-tegn',
  'this key stands twice in one mapping; only one of them can be meant. Remove or rename one':
    'denne nøgle står to gange i samme mapping; kun den ene kan være ment. Fjern eller omdøb den ene',
  'found a tab at the start of the line; YAML is indented with spaces':
    'der står et tabulatortegn først på linjen; YAML indrykkes med mellemrum',
  'found a second document (---); expected one': 'der er et dokument mere (---); der skal kun være ét',
  '{0}; tags have no meaning here': '{0}; tags betyder intet her',
  '{0}. Keys of one mapping start in the same column': '{0}. Nøgler i samme mapping begynder i samme kolonne',
  'not readable as YAML: {0}': 'kan ikke læses som YAML: {0}',
  'found a character that no text can hold (NUL, or half of a pair)':
    'der står et tegn, som ingen tekst kan indeholde (NUL eller det halve af et par)',
  'found {0}; expected a number that is finite': 'der står {0}; der skal stå et endeligt tal',
  "found {0}, a number too long to be kept exactly; expected a text, '{1}'":
    "der står {0}, et tal, der er for langt til at blive bevaret præcist; der skal stå en tekst, '{1}'",
  "{0} is read as the number {1}; write '{2}' if the zeros count":
    "{0} læses som tallet {1}; skriv '{2}', hvis nullerne tæller",
  'Nothing was written, because something to be removed is in use:\n{0}':
    'Intet blev gemt, for noget, der skulle fjernes, er i brug:\n{0}',
  '{0} "{1}" is used by run {2} of export "{3}", which has not finished; finish it first: postbud run {4}':
    '{0} "{1}" bruges af kørslen {2} af eksporten "{3}", som ikke er færdig; gør den færdig først: postbud run {4}',
  'The profiles are being refreshed right now, as they were defined when that began. What is saved now counts from the next refresh on.':
    'Profilerne bliver opdateret lige nu, som de var defineret, da det begyndte. Det, der er gemt nu, gælder fra næste opdatering.',
  'Connection "{0}" is signed in{1}. Its tokens and its consent are removed with it; to use it again somebody has to sign in.':
    'Forbindelsen "{0}" er logget på{1}. Dens adgang og samtykke fjernes sammen med den; nogen skal logge på for at bruge den igen.',
  ' to {0}': ' {0}',
  'The list "{0}" keeps {1} whom export "{2}" put there. {3}':
    'Listen "{0}" beholder {1}, som eksporten "{2}" har sat på den. {3}',
  'The connection "{0}" is in use, and nothing was removed. Say for each export whether to detach it, put it on another connection, or remove it; runs have to end or be canceled first.':
    'Forbindelsen "{0}" er i brug, og intet blev fjernet. Sig for hver eksport, om den skal kobles fra, flyttes til en anden forbindelse eller fjernes; kørsler skal først være færdige eller annulleret.',
  'the export "{0}" is on it': 'eksporten "{0}" bruger den',
  'run {0} of export "{1}" has not ended ({2})': 'kørslen {0} af eksporten "{1}" er ikke færdig ({2})',
  'Nothing was removed: {0}.': 'Intet blev fjernet: {0}.',
  'that is the connection that is to be removed': 'det er den forbindelse, der skal fjernes',
  'there is no connection "{0}"': 'der er ingen forbindelse "{0}"',
  'there is no export "{0}" on the connection "{1}"': 'der er ingen eksport "{0}" på forbindelsen "{1}"',
  'Postbud has forgotten the tokens. In Constant Contact the application {0} is still allowed to act for {1} until that is taken back there: in the settings of the account under its connected applications, or by deactivating the application in the developer portal.':
    'Postbud har glemt adgangen. I Constant Contact må applikationen {0} stadig handle for {1}, indtil det trækkes tilbage dér: i kontoens indstillinger under tilknyttede applikationer eller ved at deaktivere applikationen i udviklerportalen.',
  'The lists, and the people on them, stay in Constant Contact as they are.':
    'Listerne og personerne på dem bliver i Constant Contact, som de er.',
  'The connection "{0}"': 'Forbindelsen "{0}"',
  '"{0}" is no name: {1}': '"{0}" er ikke et navn: {1}',
  '"{0}" belongs to a source read from {1}': '"{0}" hører til en kilde, der læses fra {1}',
  'unknown key "{0}".{1}{2}': 'nøglen "{0}" er ukendt.{1}{2}',
  ' Known keys: {0}': ' Kendte nøgler: {0}',
  'found neither file: nor postgres:; expected one, which says where the rows are.{0}':
    'der står hverken file: eller postgres:; der skal stå en af dem, som siger, hvor rækkerne er.{0}',
  'found file: and postgres:; a source is read from one of them':
    'der står både file: og postgres:; en kilde læses fra en af dem',
  'found from: and tables:; profiles come from one source, or are unified from tables':
    'der står både from: og tables:; profiler kommer fra én kilde, eller de samles fra tabeller',
  'something else': 'noget andet',
  'missing; expected {0}': 'mangler; der skal stå {0}',
  'missing; {0}': 'mangler; {0}',
  nothing: 'ingenting',
  'a number': 'et tal',
  'a whole number': 'et helt tal',
  'true or false': 'true eller false',
  'a mapping (key: value)': 'en mapping (nøgle: værdi)',
  'a mapping (name: …)': 'en mapping (navn: …)',
  "found {0}; expected a text, which quotes make of it: '{1}'":
    "der står {0}; der skal stå en tekst, og det bliver det i anførselstegn: '{1}'",
  'Somebody else changed the configuration in the meantime, and nothing of yours was written. Run "postbud apply" again to see the changes anew.':
    'En anden har ændret konfigurationen i mellemtiden, og intet af dit blev gemt. Kør "postbud apply" igen for at se ændringerne på ny.',
  'what repeats {0} has days such as {1}': 'det, der gentages {0}, har dage som {1}',
  'sources {0} have': 'kilderne {0} er',
  'Constant Contact has no field "{0}".{1}{2}': 'Constant Contact har intet felt "{0}".{1}{2}',
  'To take them off, do it before the export is removed: postbud clean-up {0} --list {1}':
    'Skal de tages af, så gør det, før eksporten fjernes: postbud clean-up {0} --list {1}',
  'Nothing is done about them until the export has a connection again.':
    'Der sker ikke noget med dem, før eksporten igen har en forbindelse.',
  'Export "{0}" goes on with {1} whom it put on the list "{2}".':
    'Eksporten "{0}" fortsætter med {1}, den har sat på listen "{2}".',
  'To take them off, once the export has run on its new list: postbud clean-up {0}':
    'Skal de tages af, når eksporten har kørt på sin nye liste: postbud clean-up {0}',
}
