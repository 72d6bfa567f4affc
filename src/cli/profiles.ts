import { Command, Option } from 'commander'
import type { UnificationFigures } from '../contract/unification-figures.ts'
import { loadResolved } from '../definitions/resolve-definitions.ts'
import { requireUnified } from '../refresh/look-at-unification.ts'
import { matchProfiles, refreshProfiles } from '../refresh/refresh-profiles.ts'
import { unificationState } from '../unification/unification-state.ts'
import type { CliContext } from './context.ts'
import { personOfProfilesCommand, whyProfilesCommand } from './profiles-look.ts'
import { refreshSegments } from './refresh-segments.ts'
import { formatNumber, type Terminal } from './terminal.ts'

type JsonOption = { readonly json?: boolean }

/** `postbud profiles …`: how the sources are unified into one row a person, and what came of it. */
export function profilesCommand(context: CliContext): Command {
  return new Command('profiles')
    .description('unify the sources into one row a person, and see what came of it')
    .addCommand(refreshCommand(context))
    .addCommand(showCommand(context))
    .addCommand(personOfProfilesCommand(context))
    .addCommand(whyProfilesCommand(context))
}

type RefreshOptions = JsonOption & {
  readonly force?: boolean
  readonly matchOnly?: boolean
  readonly withSegments?: boolean
}

function refreshCommand(context: CliContext): Command {
  return new Command('refresh')
    .description('unify the sources as they were last read')
    .option('--force', 'unify them although nothing has changed')
    .addOption(
      new Option('--match-only', 'ask the rules, write what matches, and leave the profiles as they are').conflicts(
        'withSegments',
      ),
    )
    .option('--with-segments', 'compute the segments that follow the profiles afterwards')
    .option('--json', 'print JSON')
    .action(async ({ force = false, json = false, matchOnly, withSegments }: RefreshOptions) => {
      const { terminal, signal } = context
      await context.withApp(async (app) => {
        const definitions = await loadResolved(app)
        requireUnified(definitions)
        const line = json ? undefined : terminal.movingLine()
        const options = {
          force,
          signal,
          ...(line && { onStage: (stage: string) => line(`profiles: ${stage} …`) }),
        }
        if (matchOnly) {
          const { outcome, figures } = await matchProfiles(app, definitions, options)
          line?.clear()
          if (json) return terminal.json({ outcome, matching: figures })
          const how = outcome === 'unchanged' ? 'unchanged' : 'matched; the profiles are as they were'
          terminal.print(`matching: would make ${formatNumber(figures.people)} people, ${how}`)
          return noteLeftOut(terminal, figures)
        }
        const refreshed = await refreshProfiles(app, definitions, options)
        line?.clear()
        if (!refreshed) return
        const { outcome, snapshot } = refreshed
        const took = outcome === 'unchanged' ? 'unchanged' : `unified in ${(snapshot.durationMs / 1000).toFixed(1)} s`
        if (!json) {
          terminal.print(`profiles: ${formatNumber(snapshot.rows)} people, ${took}`)
          if (outcome === 'refreshed') noteLeftOut(terminal, snapshot.figures)
        }
        const segments = withSegments ? await refreshSegments(context, app, definitions, [], { json }) : undefined
        if (json) terminal.json({ outcome, ...jsonOf(snapshot), ...(segments && { segments }) })
      })
    })
}

function showCommand(context: CliContext): Command {
  return new Command('show')
    .description('what the last unification found: people, matched rows, and what each rule did')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: JsonOption) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        requireUnified(await loadResolved(app))
        const { snapshot, matching, error } = (await unificationState(app.db)) ?? {}
        if (json) {
          return terminal.json({
            ...(snapshot ? jsonOf(snapshot) : { people: null }),
            ...(matching && { matching: { ...matching.figures, matchedAt: matching.matchedAt.toISOString() } }),
            error: error ? { code: error.code, message: error.message } : null,
          })
        }
        if (!snapshot) terminal.print('The sources have not been unified yet: postbud profiles refresh')
        else printFigures(terminal, snapshot.figures)
        if (matching) {
          terminal.print('')
          terminal.print('Matched since then, without touching the profiles; unifying now would make:')
          printFigures(terminal, matching.figures)
        }
        if (error) terminal.note(terminal.style('red', `The last refresh failed: ${error.message}`))
      })
    })
}

function jsonOf(snapshot: {
  readonly figures: UnificationFigures
  readonly refreshedAt: Date
  readonly durationMs: number
}) {
  const { figures, refreshedAt, durationMs } = snapshot
  return { ...figures, refreshedAt: refreshedAt.toISOString(), durationMs }
}

function printFigures(terminal: Terminal, figures: UnificationFigures): void {
  const { people, matchedPeople, mergedPeople, tables, rules } = figures
  terminal.print(
    `${formatNumber(people)} people; ${formatNumber(matchedPeople)} are in several tables, ${formatNumber(mergedPeople)} have several rows.`,
  )
  const shareOf = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`)
  terminal.table(
    tables.map(({ source, rows, unique, matched, single, leftOut }) => [
      source,
      formatNumber(rows),
      formatNumber(unique),
      formatNumber(matched),
      shareOf(matched, rows),
      formatNumber(single),
      formatNumber(leftOut),
    ]),
    { head: ['TABLE', 'ROWS', 'UNIQUE', 'MATCHED', '', 'SINGLE', 'LEFT OUT'], alignRight: [1, 2, 3, 4, 5, 6] },
  )
  if (rules.length > 0) {
    terminal.table(
      rules.map(({ kind, table, against, rule, found }) => [
        kind === 'within' ? table : `${table} with ${against}`,
        rule,
        formatNumber(found),
      ]),
      { head: ['BETWEEN', 'RULE', 'FOUND'], alignRight: [2] },
    )
  }
  noteLeftOut(terminal, figures)
}

/** What a rule could not look at is said aloud: it may have missed somebody. */
function noteLeftOut(terminal: Terminal, { rules }: UnificationFigures): void {
  for (const { rule, table, against = table, leftOut } of rules) {
    if (!leftOut) continue
    terminal.note(
      terminal.style(
        'yellow',
        `Rule "${rule}" between ${table} and ${against} may have missed people: ${formatNumber(leftOut.pairs)} pairs of rows are too much alike to be looked at one by one. Give the rule an exact condition, or a higher precision.`,
      ),
    )
  }
}
