import type { Sentences } from '../sentences.ts'

export const ofSegments: Sentences = {
  'found {0}; expected a segment with rules': 'der står {0}; der skal stå et segment med regler',
  'unknown key "{0}".{1}': 'nøglen "{0}" er ukendt.{1}',
  'found {0}; expected a text': 'der står {0}; der skal stå en tekst',
  'missing; expected a list of rules': 'mangler; der skal stå en liste af regler',
  'found {0}; expected a list of rules': 'der står {0}; der skal stå en liste af regler',
  'found {0}; expected a list of tags, such as [spring, VIP]':
    'der står {0}; der skal stå en liste af mærkater som [spring, VIP]',
  'found {0} tags; expected at most {1}': 'der står {0} mærkater; der kan højst være {1}',
  'found {0}; expected a text of at most {1} letters without blanks at its ends':
    'der står {0}; der skal stå en tekst på højst {1} tegn uden mellemrum i enderne',
  '"{0}" stands here twice': '"{0}" står her to gange',
  'found {0}; expected manual, { repeat: weekly, days: [monday] } or { repeat: monthly, days: [1, last] }':
    'der står {0}; der skal stå manual, { repeat: weekly, days: [monday] } eller { repeat: monthly, days: [1, last] }',
  'found {0}; {1}': 'der står {0}; {1}',
  'found {0}; expected a rule such as where: {…}': 'der står {0}; der skal stå en regel som where: {…}',
  'a rule has one key ({0}); found {1}': 'en regel har én nøgle ({0}); der står {1}',
  none: 'ingen',
  'unknown rule "{0}".{1} Expected {2}': 'reglen "{0}" er ukendt.{1} Der skal stå {2}',
  'the first rule is "where"; found "{0}"': 'den første regel er "where"; der står "{0}"',
  'found {0}; expected a list of relationship names': 'der står {0}; der skal stå en liste af navne på relationer',
  'found {0}; expected a condition or a group (all, any, not)':
    'der står {0}; der skal stå en betingelse eller en gruppe (all, any, not)',
  'found {0}; expected a list': 'der står {0}; der skal stå en liste',
  "found {0}; expected a segment's name": 'der står {0}; der skal stå navnet på et segment',
  'an empty condition; expected a column with an operator, or a group':
    'en tom betingelse; der skal stå en kolonne med en operator eller en gruppe',
  '"{0}" starts no condition.{1} Expected one of {2}':
    'en betingelse begynder ikke med "{0}".{1} Der skal stå et af {2}',
  'found {0}; expected true or false': 'der står {0}; der skal stå true eller false',
  "found {0}; expected a table's name": 'der står {0}; der skal stå navnet på en tabel',
  'unknown operator "{0}".{1}': 'operatoren "{0}" er ukendt.{1}',
  'a condition has exactly one operator; found {0}': 'en betingelse har præcis én operator; der står {0}',
  'found {0}; expected {1}': 'der står {0}; der skal stå {1}',
  'a list of values': 'en liste af værdier',
  'two values, [from, to]': 'to værdier, [fra, til]',
  '{ value: 30, unit: days }, the unit being one of {0}': '{ value: 30, unit: days }, hvor enheden er en af {0}',
  "a time such as '14:30'": "et klokkeslæt som '14:30'",
  'a text': 'en tekst',
  'one value': 'én værdi',
  'a number or a date': 'et tal eller en dato',
  "found {0}; expected a column such as State, purchases.TotalPrice or [purchases, 'Total.Price']":
    "der står {0}; der skal stå en kolonne som State, purchases.TotalPrice eller [purchases, 'Total.Price']",
  '"{0}" stands alone; found beside it: {1}': '"{0}" står alene; ved siden af står {1}',
  'an aggregate cannot stand inside the rows of a related table':
    'en sammentælling kan ikke stå inden i rækkerne i en relateret tabel',
  '"{0}", which is a {1}': '"{0}", som er af typen {1}',
  '{0} does not fit {1}; it takes a {2}': '{0} passer ikke til {1}; der skal bruges {2}',
  'table "{0}" is not on the path of this rule': 'tabellen "{0}" er ikke på denne regels sti',
  'there is no segment "{0}".{1}': 'der er intet segment "{0}".{1}',
  'a condition has exactly one operator; found none': 'en betingelse har præcis én operator; der er ingen',
  'ignoreCase is for texts, and {0} is a {1}': 'ignoreCase er til tekster, og {0} er af typen {1}',
  'ignoreCase means nothing beside {0}': 'ignoreCase betyder intet ved siden af {0}',
  ' Where its texts are meant as a {0}, say so under columns: of its source':
    ' Hvis dens tekster skal forstås som {0}, så angiv det under columns: i dens kilde',
  '{0} does not fit {1}, which is a {2}; what fits: {3}': '{0} passer ikke til {1}, som er af typen {2}; det gør: {3}',
  'a rule without a key': 'en regel uden nøgle',
  'there are no profiles yet': 'der er ingen profiler endnu',
  'this rule takes away everybody whom the rules before it leave':
    'denne regel fjerner alle dem, som reglerne før den efterlader',
  'this rule holds for {0}, and for none of those of the rules before it':
    'denne regel gælder for {0}, men ikke for nogen af dem fra reglerne før den',
  'nobody meets this condition: {0}': 'ingen opfylder denne betingelse: {0}',
  '{0} would meet this condition, but nobody who meets those before it in the rule: {1}':
    '{0} ville opfylde denne betingelse, men ingen af dem, der opfylder dem før den i reglen: {1}',
  '1 person': '1 person',
  '{0} people': '{0} personer',
  ' Segments: {0}.': ' Segmenter: {0}.',
  ' None are configured.': ' Der er ikke oprettet nogen.',
  'There is no segment "{0}".{1}{2}': 'Der er intet segment "{0}".{1}{2}',
  'Choose one, such as path: {0}': 'Vælg en, for eksempel path: {0}',
  'several paths lead to {0}: {1}. {2}': 'flere stier fører til {0}: {1}. {2}',
  'no relationships lead from the profile to {0} in at most {1} steps':
    'ingen relationer fører fra profilen til {0} i højst {1} trin',
  'found {0} relationships; at most {1} are walked': 'der står {0} relationer; højst {1} følges',
  'relationship "{0}" does not lead on to a table that the path has not passed yet':
    'relationen "{0}" fører ikke videre til en tabel, som stien ikke allerede har passeret',
  'there is no relationship "{0}".{1} Known: {2}': 'der er ingen relation "{0}".{1} Der er: {2}',
  'table "{0}" is not on the path {1}': 'tabellen "{0}" er ikke på stien {1}',
  'relationship "{0}": {1}': 'relationen "{0}": {1}',
  'no table {0}': 'ingen tabel {0}',
  '"by" is a column of "{0}"; expected one of "{1}"': '"by" er en kolonne i "{0}"; der skal stå en i "{1}"',
  'A mapped column': 'En matchet kolonne',
  'Say which is meant, such as { last: {0}.{1}, by: …, path: {2} }':
    'Angiv, hvad der menes, for eksempel { last: {0}.{1}, by: …, path: {2} }',
  'a profile may have many rows in "{0}", so say which value is meant: first, last, min, max, sum or count, such as { last: {1}.{2}, by: … }':
    'en profil kan have mange rækker i "{0}", så angiv, hvilken værdi der menes: first, last, min, max, sum eller count, for eksempel { last: {1}.{2}, by: … }',
  'segments name each other in a circle: {0}': 'segmenter nævner hinanden i ring: {0}',
  'segment "{0}" has mistakes of its own': 'segmentet "{0}" har selv fejl',
  'a day of the month, 1 to 31': 'en dag i måneden, 1 til 31',
  'a month, 1 to 12 or its English name': 'en måned, 1 til 12 eller dens engelske navn',
  'a day of the week, 1 (Monday) to 7 or its English name': 'en ugedag, 1 (mandag) til 7 eller dens engelske navn',
  'timeAt needs a time of day, and this column holds whole days':
    'timeAt kræver et klokkeslæt, og denne kolonne indeholder hele dage',
  "found {0}; expected a time such as '14:30'": "der står {0}; der skal stå et klokkeslæt som '14:30'",
  "a date such as '2026-03-01' or a time such as '2026-03-01T14:30'":
    "en dato som '2026-03-01' eller et tidspunkt som '2026-03-01T14:30'",
  'found {0}; expected a year such as 2026': 'der står {0}; der skal stå et årstal som 2026',
  'found {0}; expected a number, without quotes': 'der står {0}; der skal stå et tal uden anførselstegn',
  "found {0}; expected a text, written '{1}'": "der står {0}; der skal stå en tekst, skrevet '{1}'",
  'found a blank text; blank cells are asked for with isNull':
    'der står en blank tekst; blanke celler findes med isNull',
  'Segment "{0}" is inactive and keeps the members it has. Set its state to active (or leave "state" out), run "postbud apply", and refresh it then.':
    'Segmentet "{0}" er inaktivt og beholder de medlemmer, det har. Aktivér det (eller udelad "state", og kør "postbud apply"), og opdater det så.',
  'Segment "{0}" could not be refreshed and keeps its last members: {1}':
    'Segmentet "{0}" kunne ikke opdateres og beholder sine seneste medlemmer: {1}',
  'conditions on the profile, on segments and other aggregates belong outside this "where"':
    'betingelser om profilen, om segmenter og andre sammentællinger hører til uden for dette "where"',
  'there is no table "{0}".{1} Known tables: {2}': 'der er ingen tabel "{0}".{1} Kendte tabeller: {2}',
  'this is the profile; only the rows of a related table can be added up':
    'dette er profilen; kun rækkerne i en relateret tabel kan tælles sammen',
  'Segment "{0}" has no members yet. Run: postbud segments refresh {1}':
    'Segmentet "{0}" har ingen medlemmer endnu. Opdater det først (postbud segments refresh {1}).',
  'table "{0}"': 'tabellen "{0}"',
  '{0} cannot be computed:{1}': '{0} kan ikke beregnes:{1}',
  'only the first rule is "where"; a later one says how it is combined: union, intersect or except':
    'kun den første regel er "where"; en senere siger, hvordan den kombineres: union, intersect eller except',
  'a segment cannot be asked for inside the rows of a related table':
    'et segment kan ikke bruges inden i rækkerne i en relateret tabel',
  'no single path passes {0}; give each a rule of its own, joined by intersect or union':
    'ingen enkelt sti går gennem {0}; giv hver sin egen regel, kombineret med intersect eller union',
  'the count': 'antallet',
  'the sum': 'summen',
  'the average': 'gennemsnittet',
  'the min': 'den mindste værdi',
  'the max': 'den største værdi',
}
