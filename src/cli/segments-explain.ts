import { Command } from 'commander'
import { loadResolved } from '../definitions/resolve-definitions.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import { explainSegment } from '../segments/explain-segment.ts'
import { findSegment } from '../segments/find-segment.ts'
import { loadSegmentStates } from '../segments/segment-states.ts'
import type { CliContext } from './context.ts'
import { formatNumber } from './terminal.ts'

/** `postbud segments explain NAME`: how many people each rule and each condition leaves, and what empties an empty one. */
export function explainSegmentCommand(context: CliContext): Command {
  return new Command('explain')
    .description('count people rule by rule and condition by condition')
    .argument('<name>')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const { terminal } = context
        const definitions = await loadResolved(app)
        findSegment(definitions.segments, name)
        const states = await loadSegmentStates(app)
        const input = {
          catalogue: await openCatalogue(app, definitions),
          segments: definitions.segments,
          now: app.clock.now(),
          lastMembers: (segment: string) => states.get(segment)?.files,
        }
        await using session = await app.engine.session()
        const explained = await explainSegment(session, input, name)
        if (options.json) return terminal.json({ segment: name, ...explained })

        terminal.print(`${terminal.style('bold', name)} on the tables as they are now\n`)
        terminal.table(
          [
            ['all profiles', null, explained.profiles],
            ...explained.rules.flatMap((rule, at) => [
              [`${at + 1}. ${rule.operator}`, rule.alone, rule.cumulative],
              ...(rule.conditions.length > 1
                ? rule.conditions.map((each) => [`   ${shorten(each.text)}`, each.alone, each.cumulative])
                : rule.conditions.map((each) => [`   ${shorten(each.text)}`, null, null])),
            ]),
          ],
          { head: ['', 'ALONE', 'TOGETHER WITH THOSE BEFORE'], alignRight: [1, 2] },
        )
        terminal.print(`\n${formatNumber(explained.members)} members`)
        const empty = explained.emptiedBy
        if (empty) terminal.print(terminal.style('yellow', `Emptied at ${empty.path.join('.')}: ${empty.message}`))
      })
    })
}

function shorten(text: string): string {
  return text.length > 90 ? `${text.slice(0, 89)}…` : text
}
