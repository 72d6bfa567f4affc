import type { Account } from '../accounts/account.ts'
import { csvCell } from '../bulk/export-routes.ts'
import type { ContactList } from '../lists/contact-list.ts'

const PIECE = 65_536

/** The members of a list as CSV, in pieces; a column for each value some contact of the account ever had. */
export function* membersCsv(account: Account, list: ContactList): Generator<string> {
  const { table } = account
  const columns = [...table.columns].filter(([, values]) => values.length > 0)
  const names = columns.map(([name]) => {
    const field = name.startsWith('cf:') ? account.customFields.get(name.slice(3)) : undefined
    return csvCell(field ? `cf:${field.name}` : name)
  })
  let piece = `${['email', 'permission', ...names].join(',')}\n`
  for (const place of list.members()) {
    piece += `${csvCell(table.emailOf(place))},${table.permissionOf(place)}`
    for (const [, values] of columns) piece += `,${csvCell(values[place] ?? '')}`
    piece += '\n'
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield piece
}
