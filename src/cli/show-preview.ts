import { reasonText } from '../contract/reasons.ts'
import type { Leaving } from '../exports/plan/judge-leavers.ts'
import { deliverable, type Standing, total } from '../exports/plan/plan-figures.ts'
import type { AccountSize, Preview } from '../exports/plan/preview-export.ts'
import type { Cost } from '../exports/plan/price-plan.ts'
import { counted, formatNumber, type Terminal } from './terminal.ts'

const standingWords: Readonly<Record<string, string>> = {
  leaves: 'who leaves',
  stays: 'who leaves and stays on the list',
}

/** Prints what a run would do. */
export function showPreview(terminal: Terminal, preview: Preview): void {
  terminal.print(`${terminal.style('bold', preview.export)} to ${preview.list}. Nothing was sent.\n`)
  const columns = ['MEMBERS', 'DELIVERABLE', 'NEW', 'CHANGED', 'UNCHANGED', 'HELD BACK', 'REJECTED']
  const segments = Object.entries(preview.segments)
  terminal.table(
    [
      ...segments.map(([name, standing]) => rowOf(name, standing)),
      ...(segments.length > 1 ? [rowOf('together', preview.all)] : []),
    ],
    { head: ['SEGMENT', ...columns], alignRight: columns.map((_, at) => at + 1) },
  )
  const why = Object.entries({ ...preview.all.heldBack, ...preview.all.rejected })
  if (why.length > 0) {
    terminal.print('\nNot delivered, and why:')
    terminal.table(
      why.map(([reason, people]) => [people, reason, terminal.style('dim', reasonText(reason))]),
      { indent: 2, alignRight: [0] },
    )
  }
  for (const { standing, reason, people } of preview.samples) {
    terminal.print(
      `\nFor example ${standingWords[standing] ?? standing.replace('_', ' ')}${reason ? ` (${reason})` : ''}:`,
    )
    terminal.print(`  ${people.map(({ email, key }) => email ?? `profile ${key}`).join(', ')}`)
  }
  for (const line of leavingLines(preview.leaving)) terminal.print(line)
  for (const line of costLines(preview.cost)) terminal.print(line)
  terminal.print(
    `${formatNumber(deliverable(preview.all))} deliverable people of the ${formatNumber(preview.limit)} an export may have.`,
  )
  for (const line of accountLines(preview.account)) terminal.print(line)
  for (const warning of preview.warnings) terminal.print(terminal.style('yellow', `Warning: ${warning}`))
}

function leavingLines({ leavers, kept, toRemove }: Leaving): string[] {
  const all = total(leavers)
  if (all === 0) return ['\nNobody leaves the list.']
  const by = (people: Readonly<Record<string, number>>) =>
    Object.entries(people)
      .map(([code, count]) => `${formatNumber(count)} ${code}`)
      .join(', ')
  const stay = total(kept) > 0 ? ` ${formatNumber(total(kept))} of them stay (${by(kept)}).` : ''
  return [`\n${formatNumber(toRemove)} would be taken off the list; who leaves, and why: ${by(leavers)}.${stay}`]
}

function costLines({ imports, removals, idReads, requests, minutes, leftToday, fitsToday }: Cost): string[] {
  if (requests === 0) return ['\nNothing to send: a run would import and remove nobody.']
  const jobs = [
    ...(imports > 0 ? [counted(imports, 'import')] : []),
    ...(removals > 0 ? [counted(removals, 'removal')] : []),
    ...(idReads > 0 ? [`${counted(idReads, 'request')} to learn contact ids`] : []),
  ].join(', ')
  const day = fitsToday ? `${formatNumber(leftToday)} are left today` : `only ${formatNumber(leftToday)} are left today`
  return [`\n${jobs}: about ${counted(requests, 'request')} (${day}) and ${counted(minutes, 'minute')}.`]
}

function accountLines({ contacts, newAtMost, contactsAtMost, contractLimit }: AccountSize): string[] {
  const allowed = contractLimit === null ? '' : ` of the ${formatNumber(contractLimit)} its contract allows`
  const fresh = `${formatNumber(newAtMost)} ${newAtMost === 1 ? 'person is' : 'people are'} at most new to the account, and billed from then on.`
  if (contacts === null || contactsAtMost === null) {
    return [
      `Constant Contact did not say how many contacts the account has${allowed}.`,
      ...(newAtMost > 0 ? [fresh] : []),
    ]
  }
  const after = contactsAtMost > contacts ? `, up to ${formatNumber(contactsAtMost)} after a run` : ''
  return [`The account has ${formatNumber(contacts)} contacts${allowed}${after}.`, ...(newAtMost > 0 ? [fresh] : [])]
}

function rowOf(name: string, standing: Standing): (string | number)[] {
  return [
    name,
    standing.members,
    deliverable(standing),
    standing.new,
    standing.changed,
    standing.unchanged,
    total(standing.heldBack),
    total(standing.rejected),
  ]
}
