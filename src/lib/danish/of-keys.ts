import type { Sentences } from '../sentences.ts'

/** What is expected at a key of the definitions, as the schema describes it. */
export const ofKeys: Sentences = {
  'a column of a source that holds e-mails of people to hold back (blocked.email), or a list of such columns':
    'en kolonne i en kilde med mailadresser på personer, der skal holdes tilbage (blocked.email), eller en liste af sådanne kolonner',
  'settings of the whole environment': 'indstillinger for hele miljøet',
  'what this environment is called': 'hvad dette miljø hedder',
  'IANA time zone in which dates and times without zone are meant, for example Europe/Copenhagen':
    'den IANA-tidszone, som datoer og klokkeslæt uden zone er ment i, for eksempel Europe/Copenhagen',
  "whether viewers see customers' e-mail addresses in full. Default false: they are masked":
    'om seere ser kundernes mailadresser i fuld længde. Standard false: de er maskeret',
  'days that receipts are kept. Default 400': 'antal dage, kvitteringer gemmes. Standard 400',
  'days that runs, refreshes and sizes of segments are kept. Default 1100':
    'antal dage, kørsler, opdateringer og segmenters størrelser gemmes. Standard 1100',
  'days that rows which could not be used are kept, where no refresh replaces them. Default 90':
    'antal dage, rækker, der ikke kunne bruges, gemmes, hvor ingen opdatering erstatter dem. Standard 90',
  'days that acts by which departures were ended are kept, with their reasons. Default 400':
    'antal dage, ophævelser af afmeldinger og fjernelser gemmes med deres begrundelser. Standard 400',
  'the type of the column where looking at the file is not enough':
    'kolonnens type, hvor det ikke er nok at se på filen',
  'how values are written: a strptime pattern for dates and times (%d/%m/%Y), 1.234,56 or 1,234.56 for numbers':
    'hvordan værdier er skrevet: et strptime-mønster for datoer og klokkeslæt (%d/%m/%Y), 1.234,56 eller 1,234.56 for tal',
  'the column whose values are present in every row and unique':
    'den kolonne, hvis værdier er i hver række og er entydige',
  'types of columns, by column name, where the types found are not the ones meant':
    'kolonnetyper efter kolonnenavn, hvor de fundne typer ikke er dem, der menes',
  'share of corrupt rows (0 to 1) above which a refresh fails. Default 0.05':
    'den andel fejlrækker (0 til 1), hvorover en opdatering mislykkes. Standard 0,05',
  'a data source read from files': 'en datakilde, der læses fra filer',
  'a path, a glob, a folder of parts, or a list of these; relative to this file':
    'en sti, et mønster, en mappe med dele eller en liste af disse; relativt til denne fil',
  'the format, where the name of the file does not tell it': 'formatet, hvor filens navn ikke viser det',
  'what stands between the values of a text file. Detected when left out':
    'det, der står mellem værdierne i en tekstfil. Findes selv, hvis det udelades',
  'what stands around values of a text file. Detected when left out':
    'det, der står omkring værdier i en tekstfil. Findes selv, hvis det udelades',
  'the encoding of a text file. Detected when left out': 'tegnkodningen i en tekstfil. Findes selv, hvis den udelades',
  'a data source read from PostgreSQL': 'en datakilde, der læses fra PostgreSQL',
  'a connection string of PostgreSQL, normally a reference such as ${LOYALTY_DATABASE_URL}':
    'en forbindelsesstreng til PostgreSQL, normalt en henvisning som ${LOYALTY_DATABASE_URL}',
  'the table or view to read, with its schema: public.members':
    'den tabel eller visning, der skal læses, med sit skema: public.members',
  'the query to read, in place of a table': 'den forespørgsel, der skal læses i stedet for en tabel',
  'the age after which a run reads the database again: 15m, 6h, 1d. Default 1h':
    'den alder, hvorefter en kørsel læser databasen igen: 15m, 6h, 1d. Standard 1h',
  'the column with the e-mail address': 'kolonnen med mailadressen',
  'the column with the first name': 'kolonnen med fornavnet',
  'the column with the last name': 'kolonnen med efternavnet',
  'the column with the https address of a picture of the person, which cards show when asked':
    'kolonnen med https-adressen på et billede af personen, som kort viser, når nogen beder om det',
  'the column that tells which of several customers with one e-mail is the newest':
    'den kolonne, der viser, hvem af flere kunder med samme mailadresse der er den nyeste',
  'customers from one source': 'kunder fra én kilde',
  'the source whose rows are the customers': 'den kilde, hvis rækker er kunderne',
  'customers unified from several sources': 'kunder samlet fra flere kilder',
  'who the customers are': 'hvem kunderne er',
  'how the rows of a source belong to a customer or to another source':
    'hvordan rækkerne i en kilde hører til en kunde eller til en anden kilde',
  'the column on the side of many rows: purchases.ContactId': 'kolonnen på siden med mange rækker: purchases.ContactId',
  'the column it leads to, of one row: profile.ContactId':
    'den kolonne, den fører til, med én række: profile.ContactId',
  'an account we may act for': 'en konto, vi må handle for',
  'the kind of service': 'tjenestens slags',
  'the name people see': 'det navn, man ser',
  "the application's client id (API key), normally ${CONSTANT_CONTACT_CLIENT_ID}":
    'applikationens klient-id (API-nøgle), normalt ${CONSTANT_CONTACT_CLIENT_ID}',
  "the application's client secret, as a reference to a variable. Left out for an application that uses PKCE":
    'applikationens klienthemmelighed som en henvisning til en variabel. Udelades for en applikation, der bruger PKCE',
  'it was typed, and lies sealed with Postbud': 'den blev indtastet og ligger forseglet hos Postbud',
  'where its service is, where that is not the one the settings name: a sandbox, for example':
    'hvor dens tjeneste er, hvor det ikke er den, indstillingerne nævner: en sandkasse, for eksempel',
  'the base of its API, such as https://api.cc.email/v3': 'dens API-adresse som https://api.cc.email/v3',
  'the base of its sign-in, such as https://authz.constantcontact.com/oauth2/default/v1':
    'dens loginadresse som https://authz.constantcontact.com/oauth2/default/v1',
  'who may use the connection: administrators (default), or contributors too':
    'hvem der kan bruge forbindelsen: administratorer (standard) eller også bidragydere',
  'how many contacts the contract allows in the account': 'hvor mange kontakter kontrakten tillader i kontoen',
  'what Constant Contact granted this application, where it is not the usual':
    'det, Constant Contact har givet denne applikation, hvor det ikke er det sædvanlige',
  'default 4': 'standard 4',
  'default 10000': 'standard 10000',
  'only the rows that meet this condition': 'kun de rækker, der opfylder denne betingelse',
  'the relationships to walk where several ways lead there':
    'de relationer, der skal følges, hvor flere veje fører derhen',
  'the value of the earliest row': 'værdien i den tidligste række',
  'the value of the latest row': 'værdien i den seneste række',
  'the smallest value': 'den mindste værdi',
  'the greatest value': 'den største værdi',
  'the sum of the values': 'summen af værdierne',
  'the number of rows of a source': 'antallet af rækker i en kilde',
  'from where on a run waits for a person before anything is sent':
    'hvorfra en kørsel venter på en person, før noget sendes',
  'share (0 to 1) of those it put on the list that a run may take off. Default 0.1':
    'den andel (0 til 1) af dem, den har sat på listen, som en kørsel må tage af. Standard 0,1',
  'so many may be taken off whatever their share. Default 50': 'så mange må tages af uanset andel. Standard 50',
  'whether a segment that has become empty stops a run. Default true':
    'om et segment, der er blevet tomt, standser en kørsel. Standard true',
  'share (0 to 1) of its members whose loss by a segment stops a run. Default 0.5':
    'den andel (0 til 1) af sine medlemmer, et segment kan miste, før en kørsel standses. Standard 0,5',
  "whether exceeding the connection's contractLimit stops a run. Default true":
    'om en overskridelse af forbindelsens contractLimit standser en kørsel. Standard true',
  'so many people may be new to the account in one run. Default 1000000':
    'så mange personer må være nye for kontoen i én kørsel. Standard 1000000',
  'which people go on which list': 'hvilke personer der kommer på hvilken liste',
  'the connection whose account is delivered to. An export without one does not run':
    'den forbindelse, hvis konto der leveres til. En eksport uden en kører ikke',
  'the list: its id, the URL copied from the browser, or its exact name':
    "listen: dens id, URL'en kopieret fra browseren eller dens præcise navn",
  'the segments whose members are put on the list; at least one':
    'de segmenter, hvis medlemmer sættes på listen; mindst ét',
  'what is sent along: fields of Constant Contact (first_name, cf:loyalty_tier) and where each value comes from':
    'det, der sendes med: felter i Constant Contact (first_name, cf:loyalty_tier), og hvor hver værdi kommer fra',
  'people it put on the list who left its segments: keep them there (default), or remove them':
    'personer, den har sat på listen, og som har forladt dens segmenter: behold dem dér (standard), eller fjern dem',
  'a column that says true, yes, ja or 1 for those who may be sent to; others are held back and taken off':
    'en kolonne, der siger true, yes, ja eller 1 for dem, der må sendes til; andre holdes tilbage og tages af',
  'the data sources, by name': 'datakilderne efter navn',
  'how the sources belong together, by name': 'hvordan kilderne hører sammen, efter navn',
  'the segments, by name': 'segmenterne efter navn',
  'the accounts we may act for, by name': 'de konti, vi må handle for, efter navn',
  'the exports, by name': 'eksporterne efter navn',
  'who is told when something needs a person': 'hvem der får besked, når noget kræver en person',
  'the language they are written in: en (default) or da': 'det sprog, de skrives på: en (standard) eller da',
  'who gets them by mail: administrators (default), off, or a list of addresses':
    'hvem der får dem som mail: administrators (standard), off eller en liste af adresser',
  'where they are posted to, by name': 'hvor de sendes hen, efter navn',
  'where they are posted to, normally a reference such as ${ALERTS_URL}':
    'hvor de sendes hen, normalt en henvisning som ${ALERTS_URL}',
  'what each post is signed with, as a reference: ${ALERTS_SECRET}':
    'det, hver forsendelse signeres med, som en henvisning: ${ALERTS_SECRET}',
  'the shape of the body. Default json': 'indholdets form. Standard json',
  "the times of the day at which it begins, up to four: ['06:00', '12:30']":
    "de klokkeslæt, det begynder, op til fire: ['06:00', '12:30']",
  'false keeps the schedule and stops it. Default true': 'false bevarer tidsplanen og standser den. Standard true',
  "IANA time zone of the times, for example Europe/Copenhagen. Default the environment's":
    'klokkeslættenes IANA-tidszone, for eksempel Europe/Copenhagen. Standard er miljøets',
  'a time at which no server ran: it is made up for once on start (run, default), or left out (skip)':
    'et tidspunkt, hvor ingen server kørte: det indhentes én gang ved start (run, standard) eller udelades (skip)',
  'when sources, profiles, segments and exports are refreshed together. Without it they are not':
    'hvornår kilder, profiler, segmenter og eksporter opdateres sammen. Uden den bliver de det ikke',
  'default weekly': 'standard weekly',
  'the days of the week, when it repeats weekly: [monday, thursday]':
    'ugedagene, når det gentages ugentligt: [monday, thursday]',
  'times of its own': 'egne tidspunkter',
  'hourly, daily, weekly or monthly': 'hourly, daily, weekly eller monthly',
  'for hourly: 1, 2, 3, 4, 6, 8 or 12 hours, counted from midnight. Default 1':
    'for hourly: 1, 2, 3, 4, 6, 8 eller 12 timer, talt fra midnat. Standard 1',
  'for hourly: the minute of the hour. Default 0': 'for hourly: minuttallet. Standard 0',
  'for weekly: days of the week. For monthly: days of the month from 1 to 31, or last':
    'for weekly: ugedage. For monthly: dage i måneden fra 1 til 31 eller last',
  'when it runs: with every system refresh (default), off (by hand only), or at times of its own':
    'hvornår den kører: ved hver systemopdatering (standard), off (kun manuelt) eller på egne tidspunkter',
  'weekly or monthly': 'weekly eller monthly',
  'on which days it goes along with the system refresh: { repeat: weekly, days: [monday] }, { repeat: monthly, days: [1, 15, last] }, or manual. Default with every one':
    'på hvilke dage det følger systemopdateringen: { repeat: weekly, days: [monday] }, { repeat: monthly, days: [1, 15, last] } eller manual. Standard er hver gang',
  'the name of a unified field': 'navnet på et samlet felt',
  'how alike two values have to be: low (30 %), medium (60 %), high (80 %), exact, or a percentage':
    'hvor ens to værdier skal være: low (30 %), medium (60 %), high (80 %), exact eller en procent',
  "what is taken out of values before they are compared. Default: what the field's type asks for":
    'det, der tages ud af værdier, før de sammenlignes. Standard: det, feltets type kræver',
  'values that mean another: pairs, or two columns of a source (from: aliases.name, to: aliases.means)':
    'værdier, der betyder en anden: par eller to kolonner i en kilde (from: aliases.name, to: aliases.means)',
  'values that never match: a list, or a column of a source':
    'værdier, der aldrig passer: en liste eller en kolonne i en kilde',
  'what the rule is called in figures and explanations': 'hvad reglen hedder i tal og forklaringer',
  'conditions that all have to hold': 'betingelser, der alle skal gælde',
  'each of these blocks a match of this rule': 'hver af disse blokerer et match for denne regel',
  'whether it blocks where the values differ (default) or where they are the same':
    'om den blokerer, hvor værdierne er forskellige (standard), eller hvor de er ens',
  'only between these two tables, or within one that is named twice':
    'kun mellem disse to tabeller eller inden for én, der nævnes to gange',
  'whether the rule is used. Default true': 'om reglen bruges. Standard true',
  'the date or number that is greatest on the newest row': 'den dato eller det tal, der er størst i den nyeste række',
  'the date or number that is smallest on the oldest row': 'den dato eller det tal, der er mindst i den ældste række',
  'which table gives the value: the first in order that has one (importance), or the newest or oldest row':
    'hvilken tabel der giver værdien: den første i rækkefølgen, der har en (importance), eller den nyeste eller ældste række',
  'the source': 'kilden',
  'whether rows that match nobody become people of their own. Default true':
    'om rækker, der ikke passer til nogen, bliver til egne personer. Standard true',
  'rules within this table, beside those of match': 'regler inden for denne tabel ud over dem i match',
  'whether the rules of match are asked within this table. Default true':
    'om reglerne i match også bruges inden for denne tabel. Standard: true',
  'which of several rows is the person. Default most-filled':
    'hvilken af flere rækker der er personen. Standard most-filled',
  'another choice for single fields': 'et andet valg for enkelte felter',
  'what the values mean. Default text; a meaning of your own has a dot in it (Loyalty.Tier)':
    'hvad værdierne betyder. Standard text; en betydning, der er din egen, har et punktum i sig (Loyalitet.Niveau)',
  'the column of each source that holds it; a list: the first with a value; join: one after another':
    'den kolonne i hver kilde, der indeholder det; en liste: den første med en værdi; join: den ene efter den anden',
  'compared, but not kept with the person. Default false': 'sammenlignes, men gemmes ikke hos personen. Standard false',
  'the sources that become one row a person, in the order in which they are matched':
    'de kilder, der bliver til én række pr. person, i den rækkefølge, de matches',
  'what is known of a person': 'det, man ved om en person',
  "when rows are one person, in the order in which it is tried. Default: rules for the fields' types":
    'hvornår rækker er én person, i den rækkefølge, det prøves. Standard: regler efter felternes typer',
  'fields that one table gives together': 'felter, som én tabel giver sammen',
  "fields whose values are a person's CustomerId, where they have all of them. Default: an id of Postbud's own":
    'felter, hvis værdier er en persons CustomerId, når personen har dem alle. Standard: Postbuds eget id',
  'people who belong together, by their merged values, such as a household':
    'personer, der hører sammen efter deres flettede værdier, for eksempel en husstand',
  'such as Household; the profile then has the column HouseholdId':
    'for eksempel Household; profilen har så kolonnen HouseholdId',
  'sources of pairs of rows that are one person whatever rules say':
    'kilder med par af rækker, der er én person, uanset hvad regler siger',
  'sources of pairs of rows that are never one person': 'kilder med par af rækker, der aldrig er én person',
}
