import { Command } from 'commander'
import type { ApplicationBudget } from '../connections/application-budgets.ts'
import { constantContact } from '../constant-contact/destination.ts'
import { reasonText } from '../contract/reasons.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { budgetOutlook, type ForecastRun } from '../exports/run/budget-outlook.ts'
import type { CliContext } from './context.ts'
import { tellPause } from './tell-pause.ts'
import { formatDuration, type Terminal } from './terminal.ts'

/** `postbud budget`: what is left of the day's requests, and when the runs that have not ended will. */
export function budgetCommand(context: CliContext): Command {
  return new Command('budget')
    .description('show the requests of the day, and when the runs that have not ended will')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const { terminal } = context
        const { applications, runs } = await budgetOutlook(app, await loadDefinitions(app.db))
        if (options.json) return terminal.json({ applications, runs: runs.map(asJson) })
        if (applications.length === 0) return terminal.print('No connections are configured.')
        printApplications(terminal, app.clock.now(), applications)
        await tellPause(terminal, app.directory)
        if (runs.length === 0) return terminal.print('No run is open.')
        printRuns(terminal, runs)
      })
    })
}

function asJson({ forecast, ...run }: ForecastRun): object {
  const { requests = null, endsAt = null, fitsToday = null } = forecast ?? {}
  return { ...run, requests, endsAt, fitsToday }
}

function printApplications(terminal: Terminal, now: Date, applications: readonly ApplicationBudget[]): void {
  terminal.table(
    applications.map((each) => [
      each.clientId,
      each.connections.join(', '),
      `${each.requestsPerSecond} a second`,
      each.requestsPerDay,
      each.usedToday,
      each.leftToday,
    ]),
    { head: ['APPLICATION', 'CONNECTIONS', 'PACE', 'A DAY', 'USED TODAY', 'LEFT'], alignRight: [3, 4, 5] },
  )
  for (const { clientId, parkedUntil, slowedUntil, limitsDiffer, connections } of applications) {
    const tell = (text: string) => terminal.print(terminal.style('yellow', `${clientId}: ${text}`))
    if (parkedUntil) tell(`nothing leaves before ${momentOf(parkedUntil)}: Constant Contact calls the day spent.`)
    if (slowedUntil) tell('requests keep twice their distance for some seconds: Constant Contact asked for it.')
    if (limitsDiffer) {
      tell(`${connections.join(' and ')} declare different limits of one application; write the same under each.`)
    }
  }
  const resetsAt = applications[0]?.resetsAt ?? now
  terminal.print(`Counted anew at 00:00 UTC, in ${formatDuration((resetsAt.getTime() - now.getTime()) / 1000)}.`)
}

function printRuns(terminal: Terminal, runs: readonly ForecastRun[]): void {
  terminal.print('\nRuns that have not ended:')
  terminal.table(
    runs.map(({ forecast, ...run }) => [
      run.run,
      run.export,
      run.status,
      run.importsToSend + run.removalsToSend,
      run.jobsToSettle,
      run.peopleToImport,
      forecast?.requests,
      forecast ? momentOf(forecast.endsAt) : unforeseen(run),
      forecast && (forecast.fitsToday ? 'yes' : terminal.style('yellow', 'no')),
    ]),
    {
      head: ['RUN', 'EXPORT', 'STATUS', 'TO SEND', 'TO SETTLE', 'PEOPLE', 'REQUESTS', 'ENDS ABOUT', 'FITS TODAY'],
      alignRight: [3, 4, 5, 6],
    },
  )
  for (const { run, waitsFor, waitsUntil } of runs) {
    if (waitsFor === null) continue
    const until = waitsUntil ? ` (until ${momentOf(waitsUntil)})` : ''
    const why = reasonText(waitsFor === 'approval' ? 'waits_for_approval' : waitsFor)
    terminal.print(`${run} waits${until}: ${why || waitsFor.replaceAll('_', ' ')}`)
  }
  if (runs.some(({ forecast }) => forecast)) {
    const pace = constantContact.limits.contactsPerSecond
    terminal.print(
      `As if each were carried on now, one after another; Constant Contact imports ${pace} people a second.`,
    )
  }
}

function unforeseen({ application, phase }: Omit<ForecastRun, 'forecast'>): string {
  if (phase === 'person') return 'waits for a person'
  return application === null ? 'its connection is gone' : 'not planned yet'
}

/** `2026-03-01 12:59 UTC`. */
function momentOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
