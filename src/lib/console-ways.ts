/** A sentence as the console shows it, with holes of its template. */
export type ConsoleWay = { readonly en: string; readonly da: string }

/**
 * By their templates, the sentences that name a command of the terminal, as they are told to those who have the console in front of
 * them: with its own way to the same end. Each sentence with a command has one here, which a test of the house keeps so.
 */
export const consoleWays: Readonly<Record<string, ConsoleWay>> = {
  // Of access.
  'Postbud has an administrator already, who invites everybody else. Whoever is locked out: postbud users reset-link.':
    {
      en: 'Postbud has an administrator already, who invites everybody else, and makes whoever is locked out a link to a new password.',
      da: 'Postbud har allerede en administrator, som inviterer alle andre og kan lave et link til en ny adgangskode til den, der er lukket ude.',
    },
  'There is no user {0}. Who there is: postbud users list, or Permissions in the console.': {
    en: 'There is no user {0}. Who there is stands under Administrator > Permissions.',
    da: 'Der er ingen bruger {0}. Se, hvem der er, under Administrator > Tilladelser.',
  },
  // Of connections.
  'The user who signed in to "{0}" lacks {1}, and exports are refused without. Give that user a role with it in Constant Contact, or connect as another user: postbud connect {2}':
    {
      en: 'The user who signed in to "{0}" lacks {1}, and exports are refused without. Give that user a role with it in Constant Contact, or connect again as another user.',
      da: 'Brugeren, der loggede på med "{0}", mangler {1}, og uden afvises eksporterne. Giv brugeren en rolle, der har det, i Constant Contact, eller forbind igen som en anden bruger.',
    },
  'The tokens of "{0}" were last renewed on {1} and lapse on {2}, in {3} days, unless something renews them before. A run or a check that reaches Constant Contact does; if none does, connect again: postbud connect {4}':
    {
      en: 'The tokens of "{0}" were last renewed on {1} and lapse on {2}, in {3} days, unless something renews them before. A run or a check that reaches Constant Contact does; if none does, connect again.',
      da: 'Adgangen for "{0}" blev sidst fornyet den {1} og udløber den {2}, om {3} dage, hvis intet fornyer den inden. Det gør en kørsel eller en kontrol, der når Constant Contact; ellers skal der forbindes igen.',
    },
  'The connection "{0}" has not been connected to an account yet. Run: postbud connect {1}': {
    en: 'The connection "{0}" has not been connected to an account yet. An administrator connects it under Administrator > Connections.',
    da: 'Forbindelsen "{0}" er endnu ikke forbundet til en konto. En administrator forbinder den under Administrator > Forbindelser.',
  },
  'The connection "{0}" needs to be connected again: {1} Run: postbud connect {2}': {
    en: 'The connection "{0}" needs to be connected again: {1} An administrator does that under Administrator > Connections.',
    da: 'Forbindelsen "{0}" skal forbindes igen: {1} Det gør en administrator under Administrator > Forbindelser.',
  },
  'The account has no list {0} "{1}". Show its lists with: postbud lists CONNECTION': {
    en: 'The account has no list {0} "{1}". Choose one of its lists at the export.',
    da: 'Kontoen har ingen liste {0} "{1}". Vælg en af dens lister på eksporten.',
  },
  'Nobody is known to have departed {0}. Show who did with: postbud departures list CONNECTION': {
    en: 'Nobody is known to have departed {0}. Who did stands on the page of the connection.',
    da: 'Ingen vides at have meldt sig ud {0}. Hvem der har, står på forbindelsens side.',
  },
  // Of runs.
  'Run {0} does not wait for approval; its status is {1}. Those that do are shown by: postbud runs': {
    en: 'Run {0} does not wait for approval; its status is {1}. Those that do stand on the start page.',
    da: 'Kørslen {0} venter ikke på godkendelse; dens status er {1}. De, der gør, står på startsiden.',
  },
  '{0} Nothing was sent. Let it go on with: postbud approve {1}; or end it with: postbud reject {2}': {
    en: '{0} Nothing was sent. Approve the run, and it goes on; reject it, and it ends.',
    da: '{0} Intet blev sendt. Godkend kørslen, så fortsætter den; afvis den, så slutter den.',
  },
  'It was stopped before its end. A server carries it on by itself; without one: postbud run {0}': {
    en: 'It was stopped before its end. The server carries it on by itself.',
    da: 'Den blev standset før tid. Serveren fører den selv videre.',
  },
  'Delivery was paused by {0} at {1}; nothing is sent. Go on with: postbud resume': {
    en: 'Delivery was paused by {0} at {1}; nothing is sent. An administrator lets it go on under Administrator > System.',
    da: 'Levering blev sat på pause af {0} den {1}; intet sendes. En administrator genoptager den under Administrator > System.',
  },
  'Delivery was paused by {0} at {1} ({2}); nothing is sent. Go on with: postbud resume': {
    en: 'Delivery was paused by {0} at {1} ({2}); nothing is sent. An administrator lets it go on under Administrator > System.',
    da: 'Levering blev sat på pause af {0} den {1} ({2}); intet sendes. En administrator genoptager den under Administrator > System.',
  },
  'The list {0} has changed in a way that only reading it whole explains. That takes about {1} requests, and {2} are left today (postbud budget). Nothing was sent; the run goes on after 00:00 UTC.':
    {
      en: 'The list {0} has changed in a way that only reading it whole explains. That takes about {1} requests, and {2} are left today. Nothing was sent; the run goes on after 00:00 UTC.',
      da: 'Listen {0} er ændret på en måde, som kun kan forklares ved at læse den hel. Det kræver omkring {1} forespørgsler, og der er {2} tilbage i dag. Intet blev sendt; kørslen fortsætter efter kl. 00.00 UTC.',
    },
  'There are no runs yet. Start one with: postbud run EXPORT': {
    en: 'There are no runs yet. Run an export first.',
    da: 'Der er ingen kørsler endnu. Kør en eksport først.',
  },
  ' The last ones are shown by: postbud runs': {
    en: ' The runs of an export stand on its page.',
    da: ' En eksports kørsler står på dens side.',
  },
  'Nobody of run {0} was rejected, unconfirmed or not sent{1}, so there is nothing to retry. Its receipts: postbud receipts {2}':
    {
      en: 'Nobody of run {0} was rejected, unconfirmed or not sent{1}, so there is nothing to retry. Its receipts stand on its page.',
      da: 'Ingen i kørslen {0} blev afvist, er ubekræftede eller blev ikke sendt{1}, så der er intet at prøve igen. Dens kvitteringer står på dens side.',
    },
  'Run {0} put nobody new on the list, so there is nothing to undo. Its receipts: postbud receipts {1}': {
    en: 'Run {0} put nobody new on the list, so there is nothing to undo. Its receipts stand on its page.',
    da: 'Kørslen {0} satte ingen nye på listen, så der er intet at fortryde. Dens kvitteringer står på dens side.',
  },
  'Run {0} has not ended, so it cannot be {1}. Carry it on first: postbud run {2}': {
    en: 'Run {0} has not ended, so it cannot be {1}. The server carries it on; try again when it has ended.',
    da: 'Kørslen {0} er ikke færdig, så den kan ikke {1}. Serveren fører den videre; prøv igen, når den er færdig.',
  },
  'waits for approval, so nothing was done. Decide on it first: postbud approve {0}, or postbud reject {1}': {
    en: 'waits for approval, so nothing was done. Approve or reject it first.',
    da: 'venter på godkendelse, så intet blev gjort. Godkend eller afvis den først.',
  },
  'has not ended, so nothing was done. Where no server carries it on, do so first: postbud run {0}': {
    en: 'has not ended, so nothing was done. The server carries it on; try again when it has ended.',
    da: 'er ikke færdig, så intet blev gjort. Serveren fører den videre; prøv igen, når den er færdig.',
  },
  'Run {0} has ended already ({1}), so there is nothing to cancel. What it did can be taken back with: postbud undo {2}':
    {
      en: 'Run {0} has ended already ({1}), so there is nothing to cancel. What it did can be undone on its page.',
      da: 'Kørslen {0} er allerede slut ({1}), så der er intet at annullere. Det, den gjorde, kan fortrydes på dens side.',
    },
  ' Not canceled, and going on: {0}. To end one as well: postbud cancel RUN': {
    en: ' Not canceled, and going on: {0}. To end one as well, cancel it on its page.',
    da: ' Ikke annulleret og stadig i gang: {0}. De kan annulleres hver på sin side.',
  },
  'The sources have {0} corrupt rows (postbud sources list).': {
    en: 'The sources have {0} corrupt rows, which stand with each under Data > Data sources.',
    da: 'Kilderne har {0} fejlrækker, som står ved hver kilde under Data > Datakilder.',
  },
  // Of erasures.
  'Run {0} of export "{1}" has sent them and has not ended. The erasure goes on when it has: postbud run {2}': {
    en: 'Run {0} of export "{1}" has sent them and has not ended. The erasure goes on when it has.',
    da: 'Kørslen {0} af eksporten "{1}" har sendt dem og er ikke færdig. Sletningen fortsætter, når den er det.',
  },
  'There is no erasure "{0}". Show them with: postbud erasures list': {
    en: 'There is no erasure "{0}". Those there are stand under Administrator > Privacy.',
    da: 'Der er ingen sletning "{0}". De, der er, står under Administrator > Databeskyttelse.',
  },
  'Erasure {0} has not ended, so it cannot be lifted yet. See what it waits for with: postbud erasures list': {
    en: 'Erasure {0} has not ended, so it cannot be lifted yet. What it waits for stands under Administrator > Privacy.',
    da: 'Sletningen {0} er ikke færdig, så den kan ikke ophæves endnu. Hvad den venter på, står under Administrator > Databeskyttelse.',
  },
  // Of what is configured.
  'Nothing has been configured in this data directory yet. Write a postbud.yaml and run "postbud apply".': {
    en: 'Nothing has been configured yet. Begin with a source, under Data > Data sources.',
    da: 'Der er endnu ikke sat noget op. Begynd med en datakilde under Data > Datakilder.',
  },
  '{0} "{1}" is used by run {2} of export "{3}", which has not finished; finish it first: postbud run {4}': {
    en: '{0} "{1}" is used by run {2} of export "{3}", which has not finished; wait for its end, or cancel it.',
    da: '{0} "{1}" bruges af kørslen {2} af eksporten "{3}", som ikke er færdig; vent, til den er det, eller annuller den.',
  },
  'Somebody else changed the configuration in the meantime, and nothing of yours was written. Run "postbud apply" again to see the changes anew.':
    {
      en: 'Somebody else changed the configuration in the meantime, and nothing of yours was written. Look at it anew, and save again.',
      da: 'En anden har ændret konfigurationen i mellemtiden, og intet af dit blev gemt. Se på det på ny, og gem igen.',
    },
  'To take them off, do it before the export is removed: postbud clean-up {0} --list {1}': {
    en: 'To take them off, do it on the page of the export before the export is removed.',
    da: 'Skal de tages af, så gør det på eksportens side, før eksporten fjernes.',
  },
  'To take them off, once the export has run on its new list: postbud clean-up {0}': {
    en: 'To take them off, do it on the page of the export once it has run on its new list.',
    da: 'Skal de tages af, så gør det på eksportens side, når den har kørt på sin nye liste.',
  },
  // Of segments, sources and profiles.
  'Segment "{0}" is inactive and keeps the members it has. Set its state to active (or leave "state" out), run "postbud apply", and refresh it then.':
    {
      en: 'Segment "{0}" is inactive and keeps the members it has. Activate it, and refresh it then.',
      da: 'Segmentet "{0}" er inaktivt og beholder de medlemmer, det har. Aktivér det, og opdater det så.',
    },
  'Segment "{0}" has no members yet. Run: postbud segments refresh {1}': {
    en: 'Segment "{0}" has no members yet. Refresh it first.',
    da: 'Segmentet "{0}" har ingen medlemmer endnu. Opdater det først.',
  },
  '"{0}" was text so far and stays so, though every value now is {1}. Declare its type, or run: postbud sources refresh {2} --force':
    {
      en: '"{0}" was text so far and stays so, though every value now is {1}. To have another type, choose it where the source is edited.',
      da: '"{0}" har hidtil været tekst og forbliver det, selv om hver værdi nu er {1}. Vælg en anden datatype, hvor kilden redigeres.',
    },
  'The column "{0}" of the source {1} was {2} and is {3} now{4}. Mend the data, or accept the change with: postbud sources refresh {5} --force. To keep the type and set such rows aside as corrupt, declare it:\n{6}':
    {
      en: 'The column "{0}" of the source {1} was {2} and is {3} now{4}. Mend the data, or choose the type where the source is edited: the new one, or the former, which sets such rows aside as corrupt.',
      da: 'Kolonnen "{0}" i kilden {1} var {2} og er nu {3}{4}. Ret dataene, eller vælg datatypen, hvor kilden redigeres: den nye eller den tidligere, som lægger sådanne rækker til side som fejlrækker.',
    },
  '{0} of {1} rows of the source {2} are corrupt ({3}; {4} are allowed): {5}. Nothing was replaced. Look at them (postbud sources corrupt {6}) and mend the data, or raise "maxCorrupt" of the source.':
    {
      en: '{0} of {1} rows of the source {2} are corrupt ({3}; {4} are allowed): {5}. Nothing was replaced. Look at them at the source and mend the data, or allow more where the source is edited.',
      da: '{0} af {1} rækker i kilden {2} er fejlrækker ({3}; {4} er tilladt): {5}. Intet blev erstattet. Se på dem på datakilden, og ret dataene, eller tillad flere, hvor kilden redigeres.',
    },
  'The profiles are the rows of source "{0}"; nothing is unified. Refresh that: postbud sources refresh {1}': {
    en: 'The profiles are the rows of source "{0}"; nothing is unified. Refresh that.',
    da: 'Profilerne er rækkerne i kilden "{0}"; intet samles. Opdater den i stedet.',
  },
  'Source "{0}" has not been read yet. Run: postbud sources refresh {1}': {
    en: 'Source "{0}" has not been read yet. Refresh it under Data > Data sources.',
    da: 'Kilden "{0}" er ikke læst endnu. Opdater den under Data > Datakilder.',
  },
  'Source "{0}", where the profiles come from, has not been read yet. Run: postbud sources refresh {1}': {
    en: 'Source "{0}", where the profiles come from, has not been read yet. Refresh it under Data > Data sources.',
    da: 'Kilden "{0}", som profilerne kommer fra, er ikke læst endnu. Opdater den under Data > Datakilder.',
  },
  'The sources have not been unified into profiles yet. Run: postbud profiles refresh': {
    en: 'The sources have not been unified into profiles yet. Unify them under Data > Unify.',
    da: 'Kilderne er ikke samlet til profiler endnu. Saml dem under Data > Saml profiler.',
  },
  'Source "{0}", from which the profiles are unified, has not been read yet. Run: postbud sources refresh {1}': {
    en: 'Source "{0}", from which the profiles are unified, has not been read yet. Refresh it under Data > Data sources.',
    da: 'Kilden "{0}", som profilerne samles fra, er ikke læst endnu. Opdater den under Data > Datakilder.',
  },
}
