import { Command } from 'commander'
import { loadResolved } from '../definitions/resolve-definitions.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import { findSegment } from '../segments/find-segment.ts'
import { membersOf } from '../segments/members-of.ts'
import { readMembers } from '../segments/read-members.ts'
import { loadSegmentSizes, loadSegmentStates } from '../segments/segment-states.ts'
import type { CliContext } from './context.ts'
import { memberTable } from './segments-members.ts'
import { formatNumber } from './terminal.ts'

const sampleSize = 100
const shownSizes = 20
const barWidth = 30

/** `postbud segments show NAME`: its state, its size over time, and a sample of its members. */
export function showSegmentCommand(context: CliContext): Command {
  return new Command('show')
    .description('show a segment: state, size, size history, a sample of 100 members')
    .argument('<name>')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const { terminal } = context
        const definitions = await loadResolved(app)
        const definition = findSegment(definitions.segments, name)
        const state = (await loadSegmentStates(app)).get(name)
        const sizes = await loadSegmentSizes(app.db, name)
        const members = await membersOf(app, name)
        const catalogue = members && (await openCatalogue(app, definitions))
        const sample = catalogue ? await readMembers(app.engine, catalogue, members, sampleSize) : []
        if (options.json) {
          return terminal.json({
            name,
            ...definition,
            state: definition.state ?? 'active',
            type: definition.type ?? 'dynamic',
            members: members?.members ?? null,
            refreshedAt: members?.refreshedAt.toISOString() ?? null,
            checkedAt: state?.checkedAt?.toISOString() ?? null,
            error: state?.lastError ?? null,
            sizes: sizes.map((size) => ({ members: size.members, refreshedAt: size.refreshedAt.toISOString() })),
            sample,
          })
        }

        terminal.print(`${terminal.style('bold', name)}${definition.displayName ? `  ${definition.displayName}` : ''}`)
        terminal.print(`${definition.state ?? 'active'}, ${definition.type ?? 'dynamic'}`)
        if (state?.lastError) terminal.print(terminal.style('red', `Last refresh failed: ${state.lastError}`))
        if (!members) return terminal.print(`Never refreshed. Run: postbud segments refresh ${name}`)
        terminal.print(`${formatNumber(members.members)} members since ${members.refreshedAt.toISOString()}`)
        if (state?.checkedAt) terminal.print(`Last found up to date ${state.checkedAt.toISOString()}`)
        terminal.print('\nSize')
        const greatest = Math.max(...sizes.map((size) => size.members))
        terminal.table(
          sizes
            .slice(0, shownSizes)
            .map((size) => [size.refreshedAt.toISOString(), size.members, bar(size.members, greatest)]),
          { indent: 2, alignRight: [1] },
        )
        terminal.print(`\nSample${members.members > sampleSize ? ` of ${sampleSize}` : ''}`)
        return memberTable(terminal, definitions, sample, catalogue?.profile.key ?? '')
      })
    })
}

/** A size as a bar beside the greatest; anybody at all is seen. */
function bar(members: number, greatest: number): string {
  if (members === 0) return ''
  return '█'.repeat(Math.max(1, Math.round((members / greatest) * barWidth)))
}
