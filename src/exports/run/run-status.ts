import { said } from '../../lib/said.ts'
import type { Outcomes } from '../receipts/outcomes.ts'
import type { Ending } from './ending.ts'
import type { Status } from './run-store.ts'

/** The truthful status: our own rejections of bad e-mails alone leave a run Successful. */
export function statusOf(
  outcomes: Outcomes,
  removals: Outcomes,
  { failure, corruptRows }: Ending,
): { status: Status; message: string | null } {
  if (failure) return { status: failure.status, message: failure.message }
  const count = (outcome: string, reasons?: readonly string[], of = outcomes) =>
    Object.entries(of[outcome] ?? {}).reduce(
      (sum, [reason, people]) => sum + (!reasons || reasons.includes(reason) ? people : 0),
      0,
    )
  const warnings = [
    [
      count('rejected', ['refused', 'refused_unnamed']),
      (people: string) => said`${people} refused by Constant Contact`,
    ],
    [
      count('unconfirmed'),
      (people: string) => said`${people} whose outcome could not be confirmed; they are sent again next time`,
    ],
    [count('not_sent'), (people: string) => said`${people} not sent`],
    [
      count('unconfirmed', undefined, removals),
      (people: string) => said`${people} whose removal could not be confirmed; it is tried again next time`,
    ],
    [count('not_sent', undefined, removals), (people: string) => said`${people} not taken off`],
  ] as const
  const told = warnings.filter(([people]) => people > 0).map(([people, what]) => what(people.toLocaleString('en-US')))
  if (corruptRows > 0) told.push(said`${corruptRows.toLocaleString('en-US')} corrupt rows in the sources`)
  return told.length > 0
    ? { status: 'Completed with warnings', message: `${told.join('; ')}.` }
    : { status: 'Successful', message: null }
}
