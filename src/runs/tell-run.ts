import type { RunEvent, Tell } from '../exports/run-events.ts'
import type { Log } from '../lib/log.ts'
import type { Span, Tracing } from '../lib/tracing.ts'

type Needs = { readonly tracing: Pick<Tracing, 'start'>; readonly log?: Log }
type About = { readonly id: string; readonly export_name: string }

/**
 * Tells what a run does to the log and to whoever collects traces: the run as a span, and each of its stages within it. Only
 * ids, names of ours and figures are told. Disposing ends the spans that are still open.
 */
export function tellRun({ tracing, log }: Needs, { id, export_name }: About): Disposable & { readonly tell: Tell } {
  const about = { run: id, export: export_name }
  const run = tracing.start('run', { 'postbud.run': id, 'postbud.export': export_name })
  let stage: Span | undefined
  return {
    tell(event) {
      const told = factsOf(event)
      if (told) log?.info({ ...about, event: event.type, ...told }, 'run')
      if (event.type === 'stage') {
        stage?.end()
        stage = run.start(`run ${event.stage}`, { 'postbud.run': id })
      }
      if (event.type === 'finished') run.set({ 'postbud.status': event.status })
    },
    [Symbol.dispose]() {
      stage?.end()
      run.end()
    },
  }
}

/** What the log is told of an event; undefined for those that come many times over. */
function factsOf(event: RunEvent): object | undefined {
  switch (event.type) {
    case 'started':
      return { resumed: event.resumed }
    case 'stage':
      return { stage: event.stage }
    case 'planned':
      return { members: event.standing.members, batches: event.batches }
    case 'batch_adopted':
      return { batch: event.number }
    case 'waiting':
      return { what: event.what, until: event.until }
    case 'finished':
      return { status: event.status }
    default:
      return undefined
  }
}
