import type { Span, Tracing } from '../../lib/tracing.ts'
import type { Tell } from './run-events.ts'
import type { RunRow } from './run-store.ts'

/** A run as whoever collects traces sees it; disposing ends the spans that are still open. */
export type RunTrace = Disposable & {
  readonly tell: Tell
  /** How the run stands when it is put down. */
  readonly standing: (status: string) => void
  readonly fail: (thrown: unknown) => void
}

/** Tells a run that is being worked on as a span, and each of its stages as one within it. Only ids and names of ours are told. */
export function traceRun(
  { tracing }: { readonly tracing: Pick<Tracing, 'start'> },
  { id, export_name, kind }: Pick<RunRow, 'id' | 'export_name' | 'kind'>,
): RunTrace {
  const run = tracing.start('run', { 'postbud.run': id, 'postbud.export': export_name, 'postbud.kind': kind })
  let stage: Span | undefined
  return {
    tell(event) {
      if (event.type !== 'stage') return
      stage?.end()
      stage = run.start(`run ${event.stage}`, { 'postbud.run': id })
    },
    standing: (status) => run.set({ 'postbud.status': status }),
    fail(thrown) {
      stage?.fail(thrown)
      run.fail(thrown)
    },
    [Symbol.dispose]() {
      stage?.end()
      run.end()
    },
  }
}
