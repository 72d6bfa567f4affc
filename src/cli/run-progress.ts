import { deliverable } from '../exports/plan/plan-figures.ts'
import type { RunEvent, Tell, Wait } from '../exports/run/run-events.ts'
import type { CliContext } from './context.ts'
import { counted, formatDuration, formatNumber } from './terminal.ts'
import { waitReasons } from './wait-notes.ts'

type Reached = Extract<RunEvent, { readonly peopleDone: number }>

const stageWords: Readonly<Record<string, string>> = {
  refreshing: 'Refreshing sources and segments',
  planning: 'Planning who is sent what',
  delivering: 'Delivering',
  settling: 'Waiting for Constant Contact to settle its jobs',
  removing: 'Taking off who left',
  closing: 'Writing receipts and the ledger',
}

/** Events that come many times over, each in the place of the one before. */
const moves: ReadonlySet<string> = new Set(['batch_sent', 'removal_sent', 'settling', 'reading_list'])

/** How a run shows itself while it works: JSON lines for a program, a moving line for a person, plain lines otherwise. */
export function runProgress(
  { terminal }: CliContext,
  mode: 'events' | 'json' | 'text',
): { tell: Tell; done: () => void } {
  if (mode === 'events') {
    return { tell: (event) => terminal.print(JSON.stringify(event)), done: () => undefined }
  }
  if (mode === 'json') return { tell: () => undefined, done: () => undefined }
  const moving = terminal.movingLine()
  let last = ''
  const tell: Tell = (event) => {
    const line = lineOf(event)
    if (line === undefined || line === last) return
    last = line
    // What moves is what changes many times; the rest stays to be read.
    if (moving && moves.has(event.type)) {
      moving(line)
      return
    }
    moving?.done()
    terminal.note(line)
  }
  return { tell, done: () => moving?.done() }
}

const waitWords: Readonly<Record<Wait, string>> = {
  ...waitReasons,
  lost_answer: 'the answer to an import was lost; looking whether Constant Contact has it',
  list_busy: 'another run is delivering to the list',
  run_busy: 'another process is at work on this run',
}

function reached({ peopleDone, peopleInAll, perSecond, secondsLeft, requestsLeftToday }: Reached): string {
  return [
    `${formatNumber(peopleDone)} of ${formatNumber(peopleInAll)} people`,
    ...(perSecond ? [`${formatNumber(perSecond)} a second`] : []),
    ...(secondsLeft ? [`about ${formatDuration(secondsLeft)} left`] : []),
    `${formatNumber(requestsLeftToday)} requests left today`,
  ].join(', ')
}

function lineOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'started':
      return `${event.export}: run ${event.run}${event.resumed ? ' carries on where it was left' : ''}`
    case 'stage':
      return `  ${stageWords[event.stage] ?? event.stage} …`
    case 'planned': {
      const { standing, batches } = event
      const people = formatNumber(deliverable(standing))
      const leave = event.leaving.toRemove > 0 ? `; ${formatNumber(event.leaving.toRemove)} to be taken off` : ''
      return `  ${formatNumber(standing.members)} members, ${people} deliverable: ${formatNumber(standing.new)} new, ${formatNumber(standing.changed)} changed, ${formatNumber(standing.unchanged)} unchanged; ${counted(batches, 'import')} to send${leave}`
    }
    case 'batch_sent':
      return `  Sent ${event.sent} of ${event.batches} imports (${reached(event)})`
    case 'removal_sent':
      return `  Asked for ${event.sent} of ${event.batches} removals (${reached(event)})`
    case 'reading_list':
      return `  Read ${formatNumber(event.read)}${event.counted === null ? '' : ` of ${formatNumber(event.counted)}`} contacts of the list`
    case 'batch_adopted':
      return `  Import ${event.number} had been accepted before its answer was lost; adopted`
    case 'settling':
      return event.batches === 0 ? undefined : `  ${event.settled} of ${event.batches} jobs settled (${reached(event)})`
    case 'waiting':
      // Nobody knows when that will be over.
      if (event.what === 'list_busy' || event.what === 'run_busy') return `  Waiting: ${waitWords[event.what]}`
      return `  Waiting until ${event.until.toLocaleTimeString('en-GB')}: ${waitWords[event.what]}`
    case 'finished':
      return undefined
  }
}
