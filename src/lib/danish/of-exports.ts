import type { Sentences } from '../sentences.ts'

export const ofExports: Sentences = {
  'Run {0} does not wait for approval; its status is {1}. Those that do are shown by: postbud runs':
    'Kørslen {0} venter ikke på godkendelse; dens status er {1}. Kørsler, der gør, ses på Start (eller med postbud runs).',
  'Run {0} waits for approval, but another process still holds it, so nothing was decided. Try again in a moment.':
    'Kørslen {0} venter på godkendelse, men en anden proces har den stadig, så intet blev afgjort. Prøv igen om et øjeblik.',
  '{0} Nothing was sent. Let it go on with: postbud approve {1}; or end it with: postbud reject {2}':
    '{0} Intet blev sendt. Godkend eller afvis kørslen (postbud approve {1} eller postbud reject {2}).',
  'Rejected by {0}. Nothing was sent; the next run plans afresh.':
    'Afvist af {0}. Intet blev sendt; den næste kørsel planlægger forfra.',
  'it was never given a list': 'den fik aldrig en liste',
  'The file {0} is not what was planned (its checksum differs). It was changed from outside; nothing of it was sent.':
    'Filen {0} er ikke den, der blev planlagt (kontrolsummen er en anden). Den er ændret udefra; intet af den blev sendt.',
  'an import': 'en import',
  'its answer was lost {0} times, and nothing of it was found':
    'svaret gik tabt {0} gange, og intet af den blev fundet',
  'The connection was made to lead to another account before this run had ended. The next run plans afresh.':
    'Forbindelsen blev sat til at føre til en anden konto, før denne kørsel var færdig. Den næste kørsel planlægger forfra.',
  'departed while the import was under way; taken off the list again where it had put the person there':
    'meldte sig ud, mens importen var i gang; taget af listen igen, hvor den havde sat personen på',
  'Nobody is known to have departed {0}. Show who did with: postbud departures list CONNECTION':
    'Ingen vides at have meldt sig ud {0}. Se, hvem der har, på forbindelsen (eller med postbud departures list CONNECTION).',
  'This person unsubscribed from the account, which nobody can end for them. They come back by subscribing again; Postbud sees it by itself.':
    'Denne person har afmeldt sig kontoen, og det kan ingen ophæve for dem. De kommer tilbage ved at tilmelde sig igen; det opdager Postbud selv.',
  'A run or a preview is at work on the list {0}. Nothing was changed; try again when it has ended.':
    'En kørsel eller en eksempelvisning arbejder på listen {0}. Intet blev ændret; prøv igen, når den er færdig.',
  'in the event "{0}"': 'i hændelsen "{0}"',
  'Canceled by {0}. What had left by then was settled; the next run plans afresh.':
    'Annulleret af {0}. Det, der var sendt til da, blev gjort færdigt; den næste kørsel planlægger forfra.',
  'For {0} days it could not be carried on; last: {1}': 'I {0} dage kunne den ikke føres videre; senest: {1}',
  ' It was tried {0} times since {1}.': ' Det er forsøgt {0} gange siden {1}.',
  'It was stopped before its end. A server carries it on by itself; without one: postbud run {0}':
    'Den blev standset før tid. En server fører den selv videre; uden server: postbud run {0}',
  'Export "{0}" cannot be planned: {1}': 'Eksporten "{0}" kan ikke planlægges: {1}',
  'fields: Constant Contact\'s import has no column "{0}"': 'fields: Constant Contacts import har ingen kolonne "{0}"',
  'suppress: {0}': 'suppress: {0}',
  '{0} Who had been sent and was not confirmed is sent again; the next run plans afresh.':
    '{0} Den, der var sendt, men ikke bekræftet, sendes igen; den næste kørsel planlægger forfra.',
  '{0} of the {1} people whom the export put on the list would be taken off ({2} %); up to {3} go without asking.':
    '{0} af de {1} personer, som eksporten har sat på listen, ville blive taget af ({2} %); op til {3} går igennem uden at spørge.',
  'The segment "{0}" is empty; it had {1} members at the last run.':
    'Segmentet "{0}" er tomt; det havde {1} medlemmer ved den sidste kørsel.',
  'The segment "{0}" has {1} members; it had {2} at the last run.':
    'Segmentet "{0}" har {1} medlemmer; det havde {2} ved den sidste kørsel.',
  'The account has {0} contacts and would have up to {1}; its contract allows {2}.':
    'Kontoen har {0} kontakter og ville få op til {1}; dens kontrakt tillader {2}.',
  'Up to {0} people would be new to the account, and contacts are billed; up to {1} go without asking.':
    'Op til {0} personer ville være nye for kontoen, og kontakter koster; op til {1} går igennem uden at spørge.',
  "Run {0} does not account for every member exactly once: {1}. Nothing was written to the ledger. Please report this; the run's files are kept.":
    'Kørslen {0} gør ikke rede for hvert medlem præcis én gang: {1}. Intet blev bogført. Meld dette; kørslens filer er gemt.',
  'the departures of account {0} were never read':
    'det er aldrig blevet læst, hvem der er afmeldt eller fjernet på kontoen {0}',
  'Delivery was paused by {0} at {1}; nothing is sent. Go on with: postbud resume':
    'Levering blev sat på pause af {0} den {1}; intet sendes. Genoptag den under System (eller med postbud resume).',
  'Delivery was paused by {0} at {1} ({2}); nothing is sent. Go on with: postbud resume':
    'Levering blev sat på pause af {0} den {1} ({2}); intet sendes. Genoptag den under System (eller med postbud resume).',
  'Export "{0}" has {1} deliverable people; at most {2} are allowed. Nothing was sent. Narrow its segments, or divide them over several exports.':
    'Eksporten "{0}" har {1} personer, der kan leveres; højst {2} er tilladt. Intet blev sendt. Gør dens segmenter snævrere, eller fordel dem på flere eksporter.',
  '{0} The run would wait for approval.': '{0} Kørslen ville vente på godkendelse.',
  'The sources have {0} corrupt rows (postbud sources list).':
    'Kilderne har {0} fejlrækker (se dem under Datakilder eller med postbud sources list).',
  '{0} deliverable people are more than the {1} an export may have; a run would be skipped.':
    '{0} personer, der kan leveres, er flere end de {1}, en eksport må have; en kørsel ville blive sprunget over.',
  'The run takes about {0} requests and {1} are left today; it would go on after 00:00 UTC.':
    'Kørslen kræver omkring {0} forespørgsler, og der er {1} tilbage i dag; den ville fortsætte efter kl. 00.00 UTC.',
  "the account's unsubscribed and deleted contacts": 'kontoens afmeldte og slettede kontakter',
  'a contact without an e-mail': 'en kontakt uden mailadresse',
  'The list {0} has changed in a way that only reading it whole explains. That takes about {1} requests, and {2} are left today (postbud budget). Nothing was sent; the run goes on after 00:00 UTC.':
    'Listen {0} er ændret på en måde, som kun kan forklares ved at læse den hel. Det kræver omkring {1} forespørgsler, og der er {2} tilbage i dag (postbud budget). Intet blev sendt; kørslen fortsætter efter kl. 00.00 UTC.',
  'Several runs have an id that starts with "{0}"; write more of it.':
    'Flere kørsler har et id, der begynder med "{0}"; skriv mere af det.',
  'There are no runs yet. Start one with: postbud run EXPORT':
    'Der er ingen kørsler endnu. Kør en eksport først (eller med postbud run EXPORT).',
  'There is no run "{0}".': 'Der er ingen kørsel "{0}".',
  ' The last ones are shown by: postbud runs': ' De seneste ses på Start (eller med postbud runs).',
  'the contacts of list {0}': 'kontakterne på listen {0}',
  '{0} contacts were read and {1} counted': '{0} kontakter blev læst, og {1} blev talt',
  '{0} contacts were read, and how many there are is not told':
    '{0} kontakter blev læst, og det oplyses ikke, hvor mange der er',
  'Export "{0}" has no connection, so it does not run. Assign it one and try again.':
    'Eksporten "{0}" har ingen forbindelse, så den kører ikke. Giv den en, og prøv igen.',
  'The connection "{0}" was removed, so nothing is delivered through it. Assign another to the export.':
    'Forbindelsen "{0}" er fjernet, så intet leveres gennem den. Giv eksporten en anden.',
  ' for the reason "{0}"': ' med årsagen "{0}"',
  'Nobody of run {0} was rejected, unconfirmed or not sent{1}, so there is nothing to retry. Its receipts: postbud receipts {2}':
    'Ingen i kørslen {0} blev afvist, er ubekræftede eller blev ikke sendt{1}, så der er intet at prøve igen. Dens kvitteringer: postbud receipts {2}',
  'Run {0} put nobody new on the list, so there is nothing to undo. Its receipts: postbud receipts {1}':
    'Kørslen {0} satte ingen nye på listen, så der er intet at fortryde. Dens kvitteringer: postbud receipts {1}',
  'Run {0} has not ended, so it cannot be {1}. Carry it on first: postbud run {2}':
    'Kørslen {0} er ikke færdig, så den kan ikke {1}. Før den videre først: postbud run {2}',
  'Run {0} sent nothing or its receipts were removed (environment.receiptDays), so it cannot be {1}.':
    'Kørslen {0} sendte intet, eller dens kvitteringer er fjernet (environment.receiptDays), så den kan ikke {1}.',
  'The account has no custom field named "{0}".{1} Known: {2}. Make it in Constant Contact, or change the export\'s mapping.':
    'Kontoen har intet brugerdefineret felt med navnet "{0}".{1} Der er: {2}. Opret det i Constant Contact, eller ret eksportens datamatch.',
  'There is no export "{0}".{1} Known exports: {2}.': 'Der er ingen eksport "{0}".{1} Der er: {2}.',
  'Another run is delivering to the list; this one goes on when that is done.':
    'En anden kørsel leverer til listen; denne fortsætter, når den er færdig.',
  '{0} refused by Constant Contact': '{0} afvist af Constant Contact',
  '{0} whose outcome could not be confirmed; they are sent again next time':
    '{0}, hvis udfald ikke kunne bekræftes; de sendes igen næste gang',
  '{0} not sent': '{0} ikke sendt',
  '{0} whose removal could not be confirmed; it is tried again next time':
    '{0}, hvis fjernelse ikke kunne bekræftes; den prøves igen næste gang',
  '{0} not taken off': '{0} ikke taget af',
  '{0} corrupt rows in the sources': '{0} fejlrækker i kilderne',
  'The test of other people, run {0}': 'Prøven med andre personer, kørslen {0},',
  'Run {0}': 'Kørslen {0}',
  'waits for approval, so nothing was done. Decide on it first: postbud approve {0}, or postbud reject {1}':
    'venter på godkendelse, så intet blev gjort. Godkend eller afvis den først (postbud approve {0} eller postbud reject {1}).',
  'has not ended, so nothing was done. Where no server carries it on, do so first: postbud run {0}':
    'er ikke færdig, så intet blev gjort. Hvor ingen server fører den videre, skal det gøres først: postbud run {0}',
  '{0} of export "{1}" {2}': '{0} af eksporten "{1}" {2}',
  "Run {0} delivered to the list {1} of account {2}, and the export delivers elsewhere today. Nothing was done; set the export's list and connection to those to retry or undo it.":
    'Kørslen {0} leverede til listen {1} i kontoen {2}, og eksporten leverer et andet sted i dag. Intet blev gjort; giv eksporten den liste og den forbindelse for at prøve igen eller fortryde den.',
  'with this address': 'med denne adresse',
  '{0} leavers, but {1} receipts for {2} people':
    '{0} forlod segmenterne, men der er {1} kvitteringer for {2} personer',
  '{0} receipts were made for {1} people': 'der blev lavet {0} kvitteringer for {1} personer',
  '{0} members, but {1} receipts and {2} unchanged (planned {3})':
    '{0} medlemmer, men {1} kvitteringer og {2} uændrede (planlagt {3})',
}
