import { html, htmlPage } from '../page/html.ts'

const SCOPE_WORDS: Readonly<Record<string, string>> = {
  account_read: 'Read the account’s name and details',
  account_update: 'Change the account’s details',
  contact_data: 'Read and change contacts, lists and custom fields',
  campaign_data: 'Read and change campaigns',
  offline_access: 'Keep access while nobody is signed in',
}

/** The page on which a person allows or denies an application access to an account. */
export function authorizePage(input: {
  clientId: string
  scopes: readonly string[]
  query: string
  accounts: readonly { id: string; organizationName: string }[]
  signedInAs: string
}): string {
  const accounts = input.accounts.map(
    (account) =>
      html`<label><input type="radio" name="account" value="${account.id}" ${account.id === input.signedInAs ? html`checked` : ''}>
      ${account.organizationName} <code>${account.id}</code></label>`,
  )
  return htmlPage(
    'Allow access',
    html`<h1>Allow <code>${input.clientId}</code> access?</h1>
      <p>This is the Constant Contact sandbox. Nobody real is behind it.</p>
      <ul>${input.scopes.map((scope) => html`<li>${SCOPE_WORDS[scope] ?? scope} <code>${scope}</code></li>`)}</ul>
      <form method="post" action="authorize">
        <fieldset><legend>Account</legend>${accounts}</fieldset>
        <input type="hidden" name="request" value="${input.query}">
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="deny" class="quiet">Deny</button>
      </form>`,
  )
}

/** The page for a request that must not be sent back to the application. */
export function refusalPage(reason: string): string {
  return htmlPage('Request refused', html`<h1>The sign-in request is not valid</h1><p>${reason}</p>`)
}
