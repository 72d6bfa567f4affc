import type { App } from '../app.ts'
import type { Definitions } from '../contract/definitions.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import { refreshSegment } from '../segments/refresh-segment.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'
import { formatNumber } from './terminal.ts'

export type RefreshedSegment = {
  readonly name: string
  readonly outcome: string
  readonly members: number | null
  readonly message?: string
}

/**
 * Computes segments from the tables as they are now, those that are named or else all that go along, and prints a line for each unless JSON
 * is asked for. One that fails leaves the others alone, and the exit code says so.
 */
export async function refreshSegments(
  context: CliContext,
  app: App,
  definitions: Definitions,
  names: readonly string[],
  { force = false, json = false }: { readonly force?: boolean; readonly json?: boolean },
): Promise<RefreshedSegment[]> {
  const { segments } = definitions
  const given = { catalogue: await openCatalogue(app, definitions), segments }
  const lines: RefreshedSegment[] = []
  for (const name of names.length > 0 ? names : Object.keys(segments)) {
    context.signal.throwIfAborted()
    const asked = { byHand: names.length > 0, force, signal: context.signal }
    const line = await refreshOne(name, () => refreshSegment(app, given, name, asked))
    lines.push(line)
    if (!json) context.terminal.print(describe(line))
  }
  if (lines.some(({ outcome }) => outcome === 'failed')) context.exitWith(exitCode.failed)
  return lines
}

/** One segment that cannot be computed leaves the others alone. */
async function refreshOne(name: string, refresh: () => ReturnType<typeof refreshSegment>): Promise<RefreshedSegment> {
  try {
    const result = await refresh()
    return result.outcome === 'skipped'
      ? { name, outcome: 'skipped', members: null, message: `${result.reason}, not attempted` }
      : { name, outcome: result.outcome, members: result.members }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    return { name, outcome: 'failed', members: null, message: messageOf(thrown) }
  }
}

function describe({ name, outcome, members, message }: RefreshedSegment): string {
  return `${name}: ${outcome}${members === null ? '' : `, ${formatNumber(members)} members`}${message ? `, ${message}` : ''}`
}
