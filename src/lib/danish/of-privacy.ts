import type { Sentences } from '../sentences.ts'

export const ofPrivacy: Sentences = {
  'People were erased, and {0}, by which Postbud knows them again, is missing or holds no key (32 bytes in base64). Nothing is read or delivered, or they might come back. Bring the file back from a backup.':
    'Der er slettet personer, og {0}, som Postbud genkender dem med, mangler eller indeholder ingen nøgle (32 byte i base64). Intet læses eller leveres, ellers kunne de komme tilbage. Bring filen tilbage fra en sikkerhedskopi.',
  'Another erasure is under way; this one goes on when that is done.':
    'En anden sletning er i gang; denne fortsætter, når den er færdig.',
  'Others keep writing; it goes on in a while.': 'Andre bliver ved med at skrive; den fortsætter om lidt.',
  'A run or a preview is at work on the list {0}; the erasure goes on when it has ended.':
    'En kørsel eller en eksempelvisning arbejder på listen {0}; sletningen fortsætter, når den er færdig.',
  'Run {0} of export "{1}" has sent them and has not ended. The erasure goes on when it has: postbud run {2}':
    'Kørslen {0} af eksporten "{1}" har sendt dem og er ikke færdig. Sletningen fortsætter, når den er det: postbud run {2}',
  'The file erasures/{0}.json, which says whom the erasure is about, is gone from the data directory. Erase the person again; then lift this one.':
    'Filen erasures/{0}.json, som siger, hvem sletningen handler om, er væk fra datamappen. Slet personen igen, og ophæv så denne.',
  'Erasure {0} has not ended, so there is no certificate yet. {1}':
    'Sletningen {0} er ikke færdig, så der er ingen attest endnu. {1}',
  'It goes on by itself.': 'Den fortsætter af sig selv.',
  'As far as we know they are on the list "{0}" of the Constant Contact account {1}, put there by export "{2}". Take them off there if that is wanted.':
    'Så vidt vi ved, står de på listen "{0}" i Constant Contact-kontoen {1}, sat der af eksporten "{2}". Tag dem af dér, hvis det ønskes.',
  'As far as we know they are on the list "{0}" of the Constant Contact account {1}, put there by others. Take them off there if that is wanted.':
    'Så vidt vi ved, står de på listen "{0}" i Constant Contact-kontoen {1}, sat der af andre. Tag dem af dér, hvis det ønskes.',
  'They may be a contact of the Constant Contact account {0}, with what was sent to it. Delete the contact there if that is wanted.':
    'De kan være en kontakt i Constant Contact-kontoen {0}, med det, der er sendt til den. Slet kontakten dér, hvis det ønskes.',
  'What source "{0}" reads is yours and was not changed. Erase them there too; until then they are left out whenever it is read.':
    'Det, kilden "{0}" læser, er jeres og blev ikke ændret. Slet dem også dér; indtil da udelades de, hver gang den læses.',
  'The definition of {0} names them. Change it if that is wanted.':
    'Definitionen af {0} nævner dem. Ret den, hvis det ønskes.',
  'They are a user of this Postbud. Remove them under its users.':
    'De er bruger af dette Postbud. Fjern dem under brugerne.',
  'Backups made before hold what was in them. After restoring one, erase again.':
    'Sikkerhedskopier, der er taget før, indeholder det, de gjorde. Slet igen, når en af dem er gendannet.',
  'Certificate of erasure {0}': 'Attest for sletningen {0}',
  'Asked for by {0} at {1}, whole at {2}.': 'Ønsket af {0} den {1}, færdig den {2}.',
  'Asked for by {0} at {1} ({2}), whole at {3}.': 'Ønsket af {0} den {1} ({2}), færdig den {3}.',
  'Erased from Postbud, entries by kind of place:': 'Slettet fra Postbud, antal efter sted:',
  '  nothing was found': '  intet blev fundet',
  'Taken off the Constant Contact lists: {0}.': 'Taget af disse lister i Constant Contact: {0}.',
  'What remains elsewhere:': 'Hvad der er tilbage andre steder:',
  'Remembered only as (HMAC-SHA-256 under the key of this installation):':
    'Huskes kun som (HMAC-SHA-256 under denne installations nøgle):',
  'There is no erasure "{0}". Show them with: postbud erasures list':
    'Der er ingen sletning "{0}". Se dem under Databeskyttelse (eller med postbud erasures list).',
  'An uploaded file that no source reads ({0}) is damaged, so that nobody could be looked for in it. It is removed a day after it came.':
    'En uploadet fil, som ingen kilde læser ({0}), er beskadiget, så ingen kunne søges i den. Den fjernes et døgn efter, at den kom.',
  'The uploaded file that source "{0}" reads is damaged, so that nobody could be taken out of it. Upload a sound one in its place.':
    'Den uploadede fil, som kilden "{0}" læser, er beskadiget, så ingen kunne tages ud af den. Upload en hel i stedet.',
  'Erasure {0} was lifted already.': 'Sletningen {0} er allerede ophævet.',
  'Erasure {0} has not ended, so it cannot be lifted yet. See what it waits for with: postbud erasures list':
    'Sletningen {0} er ikke færdig, så den kan ikke ophæves endnu. Se, hvad den venter på, under Databeskyttelse (eller med postbud erasures list).',
  'Run {0}, which takes the person off the list {1}, has not ended. {2}':
    'Kørslen {0}, der tager personen af listen {1}, er ikke færdig. {2}',
  'Run {0} has not ended.': 'Kørslen {0} er ikke færdig.',
  'Taking the person off the list {0} did not succeed yet: {1}':
    'Det er endnu ikke lykkedes at tage personen af listen {0}: {1}',
}
