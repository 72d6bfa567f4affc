import type { RunEvent, Tell } from '../exports/run/run-events.ts'
import type { Log } from '../lib/log.ts'

type About = { readonly id: string; readonly export_name: string }

/** Tells the log what a run does: ids, names of ours and figures alone. */
export function logRun(log: Log | undefined, { id, export_name }: About): Tell {
  return (event) => {
    const told = factsOf(event)
    if (told) log?.info({ run: id, export: export_name, event: event.type, ...told }, 'run')
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
