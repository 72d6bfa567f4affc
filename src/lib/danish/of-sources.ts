import type { Sentences } from '../sentences.ts'

export const ofSources: Sentences = {
  'The source {0} cannot be read from {1}: {2}': 'Kilden {0} kan ikke læses fra {1}: {2}',
  'column {0} has no name. Its first line must name every column.':
    'kolonne {0} har intet navn. Den første linje skal give hver kolonne et navn.',
  'columns {0} and {1}': 'kolonne {0} og {1}',
  '{0} are both called "{1}". Give one of them another name.': '{0} hedder begge "{1}". Giv en af dem et andet navn.',
  '"{0}" and "{1}" ({2}) differ only in upper and lower case. Give one of them another name.':
    '"{0}" og "{1}" ({2}) adskiller sig kun ved store og små bogstaver. Giv en af dem et andet navn.',
  'lacks {0}': 'mangler {0}',
  'has {0} besides': 'har desuden {0}',
  'The part {0} of the source {1} {2}, compared with {3}. All parts of a source have the same columns.':
    'Delen {0} af kilden {1} {2} sammenlignet med {3}. Alle dele af en kilde har de samme kolonner.',
  '{0} of the source {1} names the column "{2}", which its data do not have.{3} They have {4}.':
    '{0} for kilden {1} angiver kolonnen "{2}", som dens data ikke har.{3} De har {4}.',
  '{0} more': '{0} til',
  'no columns': 'ingen kolonner',
  '"{0}" holds dates that can be read in two ways (08/09 may be 8 September or August 9), so it stays text. Say which it is.':
    '"{0}" indeholder datoer, der kan læses på to måder (08/09 kan være 8. september eller 9. august), så den forbliver tekst. Angiv, hvilken det er.',
  '"{0}" is read with the {1} first, as numbers over 12 in it show. Declare it so that this does not hang on the data.':
    '"{0}" læses med {1} først, som tal over 12 i den viser. Angiv det, så det ikke afhænger af dataene.',
  '"{0}" holds numbers with a decimal comma and stays text. Declare it to have numbers.':
    '"{0}" indeholder tal med decimalkomma og forbliver tekst. Angiv det for at få tal.',
  ' There are: {0}.': ' Der er: {0}.',
  ' No source is configured.': ' Der er ikke oprettet nogen kilde.',
  'No data source is called "{0}".{1}{2}': 'Ingen datakilde hedder "{0}".{1}{2}',
  '{0} was written to while the source {1} read it. Refresh again once it is complete; write it under another name and rename it to avoid this.':
    '{0} blev skrevet til, mens kilden {1} læste den. Opdater igen, når den er færdig; skriv den under et andet navn, og omdøb den, så undgås det.',
  'a date': 'en dato',
  '"{0}" was text so far and stays so, though every value now is {1}. Declare its type, or run: postbud sources refresh {2} --force':
    '"{0}" har hidtil været tekst og forbliver det, selv om hver værdi nu er {1}. Angiv typen, eller kør: postbud sources refresh {2} --force',
  'The column "{0}" of the source {1} was {2} and is {3} now{4}. Mend the data, or accept the change with: postbud sources refresh {5} --force. To keep the type and set such rows aside as corrupt, declare it:\n{6}':
    'Kolonnen "{0}" i kilden {1} var {2} og er nu {3}{4}. Ret dataene, eller accepter ændringen med: postbud sources refresh {5} --force. Angiv typen for at beholde den og lægge sådanne rækker til side som fejlrækker:\n{6}',
  ': row {0} of {1}{2} does not fit': ': række {0} i {1}{2} passer ikke',
  'The source {0} has the maxAge "{1}"; expected a number and a unit such as 15m, 6h or 1d.':
    'Kilden {0} har maxAge "{1}"; der skal stå et tal og en enhed som 15m, 6h eller 1d.',
  'The connection string of the source {0} cannot be read; expected postgres://user:password@host:5432/database, with special characters of the password percent-encoded.':
    'Forbindelsesstrengen for kilden {0} kan ikke læses; der skal stå postgres://bruger:adgangskode@vært:5432/database, med procentkodning af adgangskodens specialtegn.',
  'The source {0} cannot sign in to the database {1}: {2}. Check user, password and database in its connection string.':
    'Kilden {0} kan ikke logge på databasen {1}: {2}. Kontrollér bruger, adgangskode og database i dens forbindelsesstreng.',
  'The source {0} cannot connect to the database {1}: {2}. Check host and port in its connection string, and that the server runs and can be reached from here.':
    'Kilden {0} kan ikke oprette forbindelse til databasen {1}: {2}. Kontrollér vært og port i dens forbindelsesstreng, og at serveren kører og kan nås herfra.',
  'The connection of the source {0} to the database {1} was lost: {2}.':
    'Forbindelsen fra kilden {0} til databasen {1} gik tabt: {2}.',
  'The database {0} refuses the source {1}: {2}. Grant its user what the {3} needs.':
    'Databasen {0} afviser kilden {1}: {2}. Giv dens bruger det, som {3} kræver.',
  'table {0}': 'tabellen {0}',
  'The database {0} of the source {1} has no table {2}.{3} Names are taken as they are written, upper and lower case included.':
    'Databasen {0} for kilden {1} har ingen tabel {2}.{3} Navne tages, som de er skrevet, store og små bogstaver inklusive.',
  'The query': 'Forespørgslen',
  'Reading {0}': 'Læsningen af {0}',
  '{0} of the source {1} failed in the database {2}: {3}{4}.{5}':
    '{0} for kilden {1} mislykkedes i databasen {2}: {3}{4}.{5}',
  ' A query is a single select, without a semicolon.': ' En forespørgsel er en enkelt select uden semikolon.',
  ' (line {0} of the query)': ' (linje {0} i forespørgslen)',
  '"{0}" is to replace a file that ends in {1}; send one of the same kind, or make another upload of it.':
    '"{0}" skal afløse en fil, der slutter på {1}; send en af samme slags, eller upload den for sig.',
  'The name of the file does not tell what it holds; expected one that ends in .csv, .tsv, .txt, .parquet, .json or .ndjson, with .gz or without.':
    'Filens navn siger ikke, hvad den indeholder; det skal slutte på .csv, .tsv, .txt, .parquet, .json eller .ndjson, med eller uden .gz.',
  'The file ends in .gz and is not compressed.': 'Filen slutter på .gz, men er ikke komprimeret.',
  'The file cannot be unpacked: {0}. Compress it anew.': 'Filen kan ikke pakkes ud: {0}. Komprimér den igen.',
  'The file is no Parquet file, or a damaged one. Write it anew.':
    'Filen er ikke en Parquet-fil, eller den er beskadiget. Skriv den igen.',
  'The file is larger{0} than the {1} that are allowed. Send less of it, or have POSTBUD_UPLOAD_MB raised.':
    'Filen er større{0} end de {1}, der er tilladt. Send mindre af den, eller få POSTBUD_UPLOAD_MB sat op.',
  'The refresh was cancelled.': 'Opdateringen blev annulleret.',
  'The key': 'Nøglen',
  'A relationship': 'En relation',
  'An entry of "columns"': 'En post i "columns"',
  'The source {0} declares the number "{1}" with the format \'{2}\'; expected one of {3}.':
    'Kilden {0} angiver tallet "{1}" med formatet \'{2}\'; der skal stå et af {3}.',
  'The files of {0} are empty, without even a header line; its table has no rows.':
    'Filerne for {0} er tomme, uden en overskriftslinje; tabellen har ingen rækker.',
  'The folder {0} of the source {1} holds no files.': 'Mappen {0} for kilden {1} indeholder ingen filer.',
  'The source {0} reads {1}, and there is no such file. Paths are relative to the configuration file ({2}).':
    'Kilden {0} læser {1}, og den fil findes ikke. Stier er relative til konfigurationsfilen ({2}).',
  'The source {0} reads {1}, and no file matches it in {2}.':
    'Kilden {0} læser {1}, og ingen fil passer til det i {2}.',
  'The source {0} reads {1}, which cannot be read: {2}': 'Kilden {0} læser {1}, som ikke kan læses: {2}',
  'The source {0} reads {1}, whose name does not tell its format. Add "format:" (csv, tsv, parquet, json or ndjson) to the source.':
    'Kilden {0} læser {1}, hvis navn ikke viser formatet. Tilføj "format:" (csv, tsv, parquet, json eller ndjson) til kilden.',
  'The source {0} reads files of two formats: {1} ({2}) and {3} ({4}). The parts of one source have one format; narrow "file:" or make two sources.':
    'Kilden {0} læser filer i to formater: {1} ({2}) og {3} ({4}). Alle dele af en kilde har ét format; gør "file:" snævrere, eller lav to kilder.',
  'it is no Parquet file. Declare its format, or have it written anew.':
    'den er ikke en Parquet-fil. Angiv dens format, eller få den skrevet igen.',
  '{0} If it is no JSON, declare its format.': '{0} Hvis den ikke er JSON, så angiv dens format.',
  '{0}: it was cut short or damaged. Have it written or copied anew.':
    '{0}: Den er afkortet eller beskadiget. Få den skrevet eller kopieret igen.',
  '{0}. Let the user that runs Postbud read it.': '{0}. Lad den bruger, der kører Postbud, læse den.',
  '{0} is not UTF-8 and was read as Windows-1252. If letters look wrong, declare the encoding.':
    '{0} er ikke UTF-8 og blev læst som Windows-1252. Angiv tegnkodningen, hvis bogstaver ser forkerte ud.',
  'its parts': 'dens dele',
  "The objects of the source {0} have more than {1} different names. Names of a table's columns do not depend on the data; reshape the file.":
    'Objekterne i kilden {0} har mere end {1} forskellige navne. En tabels kolonnenavne afhænger ikke af dataene; omform filen.',
  'In the part {0} of the source {1} the column "{2}" has the type {3}; in {4} it has {5}. Write all parts with one type.':
    'I delen {0} af kilden {1} har kolonnen "{2}" typen {3}; i {4} har den {5}. Skriv alle dele med én type.',
  'the query': 'forespørgslen',
  'The source {0} reads PostgreSQL and needs exactly one of "table" (schema.table) and "query".':
    'Kilden {0} læser PostgreSQL og skal have præcis en af "table" (schema.table) og "query".',
  'The source {0} reads the table {1}, which is not written as schema.table (parts with dots in double quotes).':
    'Kilden {0} læser tabellen {1}, som ikke er skrevet som schema.table (dele med punktum i dobbelte anførselstegn).',
  'The source {0} has no column "{1}", its key.': 'Kilden {0} har ingen kolonne "{1}", som er dens nøgle.',
  '{0} of {1} rows of the source {2} are corrupt ({3}; {4} are allowed): {5}. Nothing was replaced. Look at them (postbud sources corrupt {6}) and mend the data, or raise "maxCorrupt" of the source.':
    '{0} af {1} rækker i kilden {2} er fejlrækker ({3}; {4} er tilladt): {5}. Intet blev erstattet. Se på dem under datakilden (eller med postbud sources corrupt {6}), og ret dataene, eller sæt kildens "maxCorrupt" op.',
  'The column "{0}" of the source {1} has the type bytea, which columns cannot have here. Leave it out with a query, or declare it as text: columns: { {2}: { type: text } }.':
    'Kolonnen "{0}" i kilden {1} har typen bytea, som kolonner ikke kan have her. Udelad den med en forespørgsel, eller angiv den som tekst: columns: { {2}: { type: text } }.',
  'The column "{0}" of the source {1} has the type {2}, which columns cannot have here. Leave it out of the data, or declare it as text: columns: { {3}: { type: text } }.':
    'Kolonnen "{0}" i kilden {1} har typen {2}, som kolonner ikke kan have her. Udelad den af dataene, eller angiv den som tekst: columns: { {3}: { type: text } }.',
  'A value of it has more than {0} million characters, which no source reads. Split it up.':
    'En værdi i den har mere end {0} millioner tegn, og det læser ingen kilde. Del den op.',
}
