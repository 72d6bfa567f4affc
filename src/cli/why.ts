import { Command } from 'commander'
import { reasonText } from '../contract/reasons.ts'
import { loadResolved } from '../definitions/resolve-definitions.ts'
import { type PersonStory, whyPerson } from '../exports/receipts/why-person.ts'
import type { CliContext } from './context.ts'
import type { Terminal } from './terminal.ts'

/** `postbud why EMAIL`: where this person stands, in words. */
export function whyCommand(context: CliContext): Command {
  return new Command('why')
    .description('tell where a person stands: profiles, segments, deliveries, departures')
    .argument('<email>')
    .option('--json', 'print JSON')
    .action(async (email: string, options: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const story = await whyPerson(app, await loadResolved(app), email)
        if (options.json) context.terminal.json(story)
        else tell(context.terminal, story)
      })
    })
}

function tell(terminal: Terminal, story: PersonStory): void {
  const line = (text: string) => terminal.print(`  ${text}`)
  terminal.print(terminal.style('bold', story.email))
  if (story.profiles.length === 0) line('No profile has this address.')
  for (const { key, row } of story.profiles) {
    line(
      `Profile ${key}: ${Object.entries(row)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join(', ')}`,
    )
  }
  line(
    story.segments.length > 0
      ? `In the segments ${story.segments.join(', ')}.`
      : 'In no segment, as they were last refreshed.',
  )
  for (const { account, kind, since } of story.departures) {
    line(`Departed from account ${account}: ${kind}${since ? ` since ${since}` : ''}. ${reasonText(kind)}`)
  }
  for (const claim of story.claims)
    line(`Export ${claim.export} keeps this person on list ${claim.list}, last delivered ${claim.deliveredAt}.`)
  for (const { name, list, contactId, others, left } of story.lists) {
    const id = contactId ? ` (contact ${contactId})` : ''
    if (others) line(`On list ${name}${id} before us, or put there by somebody else: never taken off by us.`)
    if (left)
      line(
        `Left list ${name} (${list})${id}: ${left.kind}${left.since ? ` since ${left.since}` : ''}. ${reasonText(left.kind)}`,
      )
  }
  for (const receipt of story.receipts) {
    const why = receipt.reason ? ` (${receipt.reason}): ${reasonText(receipt.reason)}` : ''
    line(
      `${receipt.at.slice(0, 19).replace('T', ' ')} ${receipt.export}, run ${receipt.run}: ${receipt.outcome.replace('_', ' ')}${why}${receipt.detail ? ` ${receipt.detail}` : ''}`,
    )
  }
}
