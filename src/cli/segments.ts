import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { loadResolved, resolveWhereSet } from '../definitions/resolve-definitions.ts'
import { refreshSources } from '../refresh/refresh-for.ts'
import { refreshProfiles } from '../refresh/refresh-profiles.ts'
import { findSegment } from '../segments/find-segment.ts'
import { loadSegmentStates } from '../segments/segment-states.ts'
import type { SourceRefresh } from '../sources/refresh-source.ts'
import type { CliContext } from './context.ts'
import { refreshSegments } from './refresh-segments.ts'
import { explainSegmentCommand } from './segments-explain.ts'
import { segmentMembersCommand } from './segments-members.ts'
import { showSegmentCommand } from './segments-show.ts'
import { sweepAfter } from './sweep-after.ts'
import { formatNumber } from './terminal.ts'

/** `postbud segments …`: the segments, their members, and how they come to them. */
export function segmentsCommand(context: CliContext): Command {
  return new Command('segments')
    .description('list, refresh and look into segments')
    .addCommand(listCommand(context))
    .addCommand(refreshCommand(context))
    .addCommand(showSegmentCommand(context))
    .addCommand(segmentMembersCommand(context))
    .addCommand(explainSegmentCommand(context))
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the segments with their state and size')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const { segments } = resolveWhereSet(await loadDefinitions(app.db), app.variables)
        const states = await loadSegmentStates(app)
        const rows = Object.entries(segments).map(([name, definition]) => {
          const last = states.get(name)
          return {
            name,
            displayName: definition.displayName ?? null,
            state: definition.state ?? 'active',
            type: definition.type ?? 'dynamic',
            members: last?.members ?? null,
            refreshedAt: last?.refreshedAt?.toISOString() ?? null,
            error: last?.lastError ?? null,
          }
        })
        const { terminal } = context
        if (options.json) return terminal.json({ segments: rows })
        if (rows.length === 0) return terminal.print('No segments are configured.')
        terminal.table(
          rows.map((row) => [
            row.name,
            row.displayName,
            row.state,
            row.type,
            row.members,
            row.refreshedAt ?? 'never',
            row.error ? terminal.style('red', 'failed') : '',
          ]),
          { head: ['NAME', 'DISPLAY NAME', 'STATE', 'TYPE', 'MEMBERS', 'REFRESHED', ''], alignRight: [4] },
        )
        return undefined
      })
    })
}

type RefreshOptions = { readonly force?: boolean; readonly sources: boolean; readonly json?: boolean }

function refreshCommand(context: CliContext): Command {
  return new Command('refresh')
    .description(
      'read the data sources that changed, then compute the members of segments; all active dynamic ones unless named',
    )
    .argument('[names...]', 'static segments are refreshed when they are named')
    .option('--force', 'compute them even where nothing has changed')
    .option('--no-sources', 'compute them from the tables as they were last read')
    .option('--json', 'print JSON')
    .action(async (names: string[], options: RefreshOptions) => {
      await context.withApp(async (app) => {
        const definitions = await loadResolved(app)
        const { segments } = definitions
        for (const name of names) findSegment(segments, name)
        if (options.sources) {
          await refreshSources(app, definitions, context.signal, tellSource(context, options))
          await refreshProfiles(app, definitions, { signal: context.signal })
        }
        const lines = await refreshSegments(context, app, definitions, names, options)
        if (options.json) context.terminal.json({ segments: lines })
        await sweepAfter(context, app)
      })
    })
}

/** A source that was read is worth a line of its own; that one had not changed is what is expected. */
function tellSource({ terminal }: CliContext, { json }: RefreshOptions) {
  return ({ name, outcome, snapshot }: SourceRefresh) => {
    if (outcome === 'unchanged' || json) return
    const corrupt = snapshot.corrupt > 0 ? `, ${formatNumber(snapshot.corrupt)} corrupt` : ''
    terminal.note(`source ${name}: read anew, ${formatNumber(snapshot.rows)} rows${corrupt}`)
  }
}
