import type { Sandbox } from '../../sandbox/start-sandbox.ts'

const people = 3_000

/** Customers of whom many fill different columns, so that there are several batches, and some of whom cannot be delivered. */
export const killShop = {
  file: `environment: { name: Kill lab, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: contacts.csv, key: ContactId }
profiles: { from: contacts, email: EMail }
segments:
  everybody: { rules: [{ where: { column: ContactId, isNotNull: true } }] }
connections:
  marketing:
    type: constant-contact
    clientId: sandbox-client
    clientSecret: sandbox-secret
    limits: { requestsPerSecond: 40 }
exports:
  news:
    connection: marketing
    list: Newsletter
    segments: [everybody]
    fields: { first_name: FirstName, last_name: LastName, job_title: Title }
    leavers: remove
    guards: { removalShare: 1 }
`,
  /** The account's own people: some gone, some refused by name and one without, and some on the list before us. */
  prepare: (sandbox: Sandbox): void => {
    const { control } = sandbox
    for (let n = 1; n < 41; n += 1) control.addContact({ email: emailOf(n), values: { first_name: 'Before' } })
    for (let n = 1; n < 11; n += 1) control.unsubscribe(emailOf(n))
    for (let n = 11; n < 21; n += 1) control.deleteContact(emailOf(n))
    for (let n = 21; n < 31; n += 1) control.addContact({ email: emailOf(n), listIds: [control.list().listId] })
    for (let n = 100; n < 120; n += 1) control.refuseEmail({ email: emailOf(n), message: 'Invalid email address' })
    control.refuseEmail({ email: emailOf(120), named: false })
  },
}

/** The customers on a day: from one to the next some change, some leave, some are new, and some are as they were. */
export function peopleOf(day: number): string {
  const lines = ['ContactId,EMail,FirstName,LastName,Title']
  for (let n = 0; n < people + day * 200; n += 1) {
    // More than one request takes off at once.
    if (day > 0 && n % 5 === 4) continue
    const email = n % 97 === 0 ? '' : n % 211 === 0 ? `not an address ${n}` : emailOf(n)
    const last = n % 3 === 0 ? `Larsen ${day}` : 'Larsen'
    const title = n % 5 === 0 ? 'Barista' : ''
    lines.push([`C-${n}`, email, n % 2 === 0 ? `Ann ${n}` : '', n % 7 === 0 ? '' : last, title].join(','))
  }
  return `${lines.join('\n')}\n`
}

function emailOf(n: number): string {
  return `person.${n}@example.com`
}
