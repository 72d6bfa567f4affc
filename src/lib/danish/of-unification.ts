import type { Sentences } from '../sentences.ts'

export const ofUnification: Sentences = {
  'profiles.{0} names the column "{1}", which source "{2}" does not have.{3} Columns there: {4}.':
    'profiles.{0} angiver kolonnen "{1}", som kilden "{2}" ikke har.{3} Kolonner dér: {4}.',
  'There is no profile with this key. It may have left its source, been erased, or come under another key.':
    'Der er ingen profil med denne nøgle. Den kan være forsvundet fra sin kilde, være slettet eller have fået en anden nøgle.',
  'The profiles are the rows of source "{0}"; nothing is unified. Refresh that: postbud sources refresh {1}':
    'Profilerne er rækkerne i kilden "{0}"; intet samles. Opdater den i stedet (postbud sources refresh {1}).',
  'Nobody has the CustomerId "{0}".': 'Ingen har CustomerId "{0}".',
  'There is no kind of cluster "{0}".{1} Kinds: {2}.': 'Der er ingen klynger ved navn "{0}".{1} De hedder: {2}.',
  'There is no cluster of the kind "{0}" with the id "{1}".': 'Der er ingen klynge "{0}" med id "{1}".',
  'Source "{0}" has not been read yet. Run: postbud sources refresh {1}':
    'Kilden "{0}" er ikke læst endnu. Opdater den først (postbud sources refresh {1}).',
  'Source "{0}", where the profiles come from, has not been read yet. Run: postbud sources refresh {1}':
    'Kilden "{0}", som profilerne kommer fra, er ikke læst endnu. Opdater den først (postbud sources refresh {1}).',
  'The sources have not been unified into profiles yet. Run: postbud profiles refresh':
    'Kilderne er ikke samlet til profiler endnu. Opdater profilerne først (postbud profiles refresh).',
  '{0} could not be refreshed, so nothing was computed or delivered from it: {1}':
    '{0} kunne ikke opdateres, så intet blev beregnet eller leveret derfra: {1}',
  'The profiles': 'Profilerne',
  'Segment "{0}"': 'Segmentet "{0}"',
  'it is inactive or static and was never refreshed by hand':
    'det er inaktivt eller statisk og er aldrig opdateret manuelt',
  'Source "{0}"': 'Kilden "{0}"',
  'There is no row "{0}" in table "{1}". Tables: {2}.': 'Der er ingen række "{0}" i tabellen "{1}". Tabeller: {2}.',
  'Source "{0}", from which the profiles are unified, has not been read yet. Run: postbud sources refresh {1}':
    'Kilden "{0}", som profilerne samles fra, er ikke læst endnu. Opdater den først (postbud sources refresh {1}).',
  'profiles: there is no field "{0}".': 'profiles: Der er intet felt "{0}".',
  'profiles: field "{0}" is read from the column "{1}", which source "{2}" does not have.{3} Columns there: {4}.':
    'profiles: Feltet "{0}" læses fra kolonnen "{1}", som kilden "{2}" ikke har.{3} Kolonner dér: {4}.',
  'profiles: the two columns of an alias are of two sources; expected one.':
    'profiles: De to kolonner i et alias er fra to kilder; der skal være én.',
  ' and {0} more': ' og {0} til',
  'The lists of pairs contradict each other: {0}{1} are always one person by one list (or by way of other pairs of it) and never by another. Take them out of one of the lists.':
    'Listerne med par modsiger hinanden: {0}{1} er altid én person ifølge én liste (eller gennem andre par i den) og aldrig ifølge en anden. Tag dem ud af en af listerne.',
  'Source "{0}" is a list of pairs and lacks {1}; it needs the columns {2}.':
    'Kilden "{0}" er en liste med par og mangler {1}; den skal have kolonnerne {2}.',
  'Source "{0}" has a pair of the table "{1}", which is not unified. The tables are: {2}.':
    'Kilden "{0}" har et par fra tabellen "{1}", som ikke samles. Tabellerne er: {2}.',
  'another process has unified them meanwhile': 'en anden proces har samlet dem imens',
  'expected {0}, or for a type of your own words with dots between them, such as Loyalty.Tier':
    'forventede {0}, eller for en type, der er din egen, ord med punktum imellem, f.eks. Loyalitet.Niveau',
  'expected {0}, by which the type is known here': 'forventede {0}, som typen hedder her',
  'no firstName, no lastName and no field of the type full-name, so that cards and lists name nobody':
    'hverken firstName, lastName eller et felt af typen full-name, så kort og lister ikke nævner nogen ved navn',
  'more than 1,000 fields make everything slow': 'mere end 1.000 felter gør alting langsomt',
  'no rule of match is asked between "{0}" and "{1}", so nobody of one is found in the other':
    'ingen regel under match bruges mellem "{0}" og "{1}", så ingen fra den ene findes i den anden',
  'no condition is exact: that is slower, and with very many rows some may not be compared':
    'ingen betingelse er nøjagtig: det er langsommere, og med meget mange rækker bliver nogle måske ikke sammenlignet',
  'The rows could not be matched, and the tables of what matches stay as they were: {0}':
    'Rækkerne kunne ikke matches, og tabellerne over det, der matcher, er, som de var: {0}',
  'The profiles could not be unified and stay as they were: {0}': 'Profilerne kunne ikke samles og er, som de var: {0}',
  'Source "{0}" has a column "{1}", under which Postbud tells whose a row is. Give the column another name.':
    'Kilden "{0}" har en kolonne "{1}", hvor Postbud fortæller, hvem en række hører til. Giv kolonnen et andet navn.',
  'No rule "{0}" is asked between {1} and {2}.{3}': 'Ingen regel "{0}" bruges mellem {1} og {2}.{3}',
}
