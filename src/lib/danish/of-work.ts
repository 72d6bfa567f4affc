import type { Sentences } from '../sentences.ts'

export const ofWork: Sentences = {
  'Something unforeseen happened.': 'Der skete noget uforudset.',
  '{0} and {1} more': '{0} og {1} til',
  'Held up: {0}. {1}': 'Holdt tilbage: {0}. {1}',
  'It was due at {0}.': 'Det skulle være sket {0}.',
  'They lapse on {0}.': 'De udløber den {0}.',
  'No mail server is set (POSTBUD_SMTP_URL), so no mail was sent.':
    'Der er ikke angivet nogen mailserver (POSTBUD_SMTP_URL), så der blev ikke sendt nogen mail.',
  'There is no webhook "{0}" any more.': 'Webhooken "{0}" findes ikke længere.',
  'The webhook "{0}" could not be reached.': 'Webhooken "{0}" kunne ikke nås.',
  'The webhook "{0}" answered {1}.': 'Webhooken "{0}" svarede {1}.',
  'Run {0} is of the export "{1}" and not of "{2}".': 'Kørslen {0} hører til eksporten "{1}" og ikke til "{2}".',
  'Export "{0}" keeps nobody on a list where it does not deliver.':
    'Eksporten "{0}" har ingen på en liste, hvor den ikke leverer.',
  'Run {0} has ended already ({1}), so there is nothing to cancel. What it did can be taken back with: postbud undo {2}':
    'Kørslen {0} er allerede slut ({1}), så der er intet at annullere. Det, den gjorde, kan fortrydes på kørslen (eller med postbud undo {2}).',
  '{0} put there by Postbud are gone': '{0}, som Postbud har sat der, er væk',
  '{0} are there whom Postbud does not know of': '{0} er der, uden at Postbud kender dem',
  '{0} had left and are there again': '{0} var gået og er der igen',
  '{0} have other values than those that were sent': '{0} har andre værdier end dem, der blev sendt',
  'it was called "{0}"': 'den hed "{0}"',
  'On the list "{0}": {1}.': 'På listen "{0}": {1}.',
  '{0} corrupt rows were set aside.': '{0} fejlrækker blev lagt til side.',
  'went along with the system refresh, and does not run by itself any more':
    'fulgte systemopdateringen og kører ikke længere af sig selv',
  'goes along with the system refresh, which is off (environment.refresh), so that nothing happens by itself':
    'følger systemopdateringen, som er slået fra (environment.refresh), så intet sker af sig selv',
  'has no effect, since the segment is static and refreshed by hand only':
    'har ingen virkning, for segmentet er statisk og opdateres kun manuelt',
  'its days are never those of the system refresh ({0}), with which it goes along, so it is never refreshed':
    'dets dage er aldrig systemopdateringens ({0}), som det følger, så det opdateres aldrig',
  'about {0} times a year': 'omkring {0} gange om året',
  'once a year or less': 'en gang om året eller sjældnere',
  'its days are those of the system refresh ({0}) only {1}, and no other day refreshes it':
    'dets dage er kun systemopdateringens ({0}) {1}, og ingen anden dag opdaterer det',
  'every day': 'hver dag',
  'There is no refresh "{0}".': 'Der er ingen opdatering "{0}".',
  'Refresh {0} has ended already ({1}), so there is nothing to cancel.':
    'Opdateringen {0} er allerede slut ({1}), så der er intet at annullere.',
  'There is no source "{0}" any more.': 'Kilden "{0}" findes ikke længere.',
  'the profiles': 'profilerne',
  '{0} of {1} tasks did not go well; first {2}': '{0} af {1} opgaver gik ikke godt; først {2}',
  'Run {0} was canceled with it.': 'Kørslen {0} blev annulleret sammen med den.',
  ' A run that it had begun was': ' En kørsel, som den havde sat i gang, blev',
  ' {0} runs that it had begun were': ' {0} kørsler, som den havde sat i gang, blev',
  'run {0} of export "{1}"': 'kørslen {0} af eksporten "{1}"',
  'It was canceled by {0}.': 'Den blev annulleret af {0}.',
  '{0} canceled with it.': '{0} annulleret sammen med den.',
  ' Not canceled, and going on: {0}. To end one as well: postbud cancel RUN':
    ' Ikke annulleret og stadig i gang: {0}. Sådan stoppes en af dem også: postbud cancel RUN',
  'segment {0} was to be refreshed and is {1}': 'segmentet {0} skulle opdateres og er {1}',
  'exports are run, not refreshed': 'eksporter køres og opdateres ikke',
  'Run {0} of export "{1}" waits for a person already.': 'Kørslen {0} af eksporten "{1}" venter allerede på en person.',
  'an earlier run': 'en tidligere kørsel',
  'a run of the kind {0}': 'en kørsel af typen {0}',
  'Run {0} of export "{1}", {2}, has not ended.': 'Kørslen {0} af eksporten "{1}", {2}, er ikke færdig.',
  'The run of export "{0}" was removed before it ended.':
    'Kørslen af eksporten "{0}" blev fjernet, før den var færdig.',
  'The profiles come from source "{0}"': 'Profilerne kommer fra kilden "{0}"',
  'segment "{0}"': 'segmentet "{0}"',
  'Segment "{0}" is inactive.': 'Segmentet "{0}" er inaktivt.',
  'Segment "{0}" is static.': 'Segmentet "{0}" er statisk.',
  'Segment "{0}" is refreshed by hand only.': 'Segmentet "{0}" opdateres kun manuelt.',
  'Segment "{0}" is not due on this day by its own schedule.':
    'Segmentet "{0}" skal ikke opdateres denne dag ifølge sin egen tidsplan.',
  'Segment "{0}" reads source "{1}"': 'Segmentet "{0}" læser kilden "{1}"',
  'Segment "{0}" picks from the profiles': 'Segmentet "{0}" vælger blandt profilerne',
  'Segment "{0}" names segment "{1}"': 'Segmentet "{0}" nævner segmentet "{1}"',
  'Export "{0}" runs by hand only: its schedule is off.':
    'Eksporten "{0}" kører kun manuelt: Dens tidsplan er slået fra.',
  'Export "{0}" runs at times of its own.': 'Eksporten "{0}" kører på sine egne tidspunkter.',
  'Export "{0}" goes out from source "{1}"': 'Eksporten "{0}" bygger på kilden "{1}"',
  'Export "{0}" goes out from the profiles': 'Eksporten "{0}" bygger på profilerne',
  'Export "{0}" delivers segment "{1}"': 'Eksporten "{0}" leverer segmentet "{1}"',
  '{0}, which could not be refreshed.': '{0}, og det eller de kunne ikke opdateres.',
  'There is no {0} any more.': 'Der er ikke længere {0}.',
  'left out, since no mail server is set (POSTBUD_SMTP_URL, POSTBUD_MAIL_FROM)':
    'udeladt, da der ikke er angivet nogen mailserver (POSTBUD_SMTP_URL, POSTBUD_MAIL_FROM)',
}
