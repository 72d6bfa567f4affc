const pages = {
  signedIn: ['Back from Constant Contact', 'You can close this page; Postbud goes on in the terminal.'],
  denied: ['Not connected', 'Constant Contact did not let the sign-in through. The terminal says more.'],
  foreign: ['Not the sign-in Postbud waits for', 'Use the address that the terminal shows now, and no older one.'],
  signedInHere: ['Back from Constant Contact', 'You can close this page and go on in Postbud.'],
  deniedHere: ['Not connected', 'Constant Contact did not let the sign-in through. Postbud says more where you began.'],
  failedHere: ['Not connected', 'You signed in, and no connection came of it. Postbud says why where you began.'],
  late: ['Too late', 'A sign-in has to be finished within ten minutes. Begin it again in Postbud.'],
  foreignHere: [
    'Not a sign-in of yours that Postbud waits for',
    'Begin it in Postbud, finish it in the same browser, and use each address once.',
  ],
  notHere: ['Nothing here', 'Postbud only waits here for the way back from signing in.'],
} as const

/** The page that a person sees who comes back from signing in. All of its text is ours; nothing of the address is in it. */
export function callbackPage(page: keyof typeof pages): string {
  const [title, text] = pages[page]
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Postbud: ${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;color:#222;background:#fff}
@media (prefers-color-scheme: dark){body{color:#eee;background:#1b1b1b}}</style>
<h1>${title}</h1>
<p>${text}</p>
</html>
`
}
