import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ExportSchedule } from '../../../../src/contract/schedule.ts'
import { ask, ifMatch, once } from '../../app/api.ts'
import type { Run } from '../runs/runs.ts'
import { exportPath, type SegmentExport } from './exports.ts'

type Which = Pick<SegmentExport, 'name' | 'version'>

/** What is worth knowing of a change and stopped nothing, in sentences. */
export type Notes = { readonly warnings: readonly string[]; readonly consequences: readonly string[] }

const startRun = (name: string) =>
  ask<Run>('POST', `${exportPath(name)}/runs`, { body: { kind: 'export' }, headers: once() })

const remove = ({ name, version }: Which) => ask<Notes>('DELETE', exportPath(name), { headers: seen(version) })

function seen(version: string) {
  return ifMatch(`"${version}"`)
}

/** What is done to several goes on past those with whom it does not go well; they are told together. */
async function toEach<T extends { readonly name: string }, R>(
  things: readonly T[],
  act: (thing: T) => Promise<R>,
): Promise<R[]> {
  const done: R[] = []
  const failed: { readonly name: string; readonly error: Error }[] = []
  for (const thing of things) {
    try {
      done.push(await act(thing))
    } catch (thrown) {
      failed.push({ name: thing.name, error: thrown instanceof Error ? thrown : new Error(String(thrown)) })
    }
  }
  const [first] = failed
  if (!first) return done
  if (things.length === 1) throw first.error
  throw new Error(failed.map(({ name, error }) => `${name}: ${error.message}`).join(' '))
}

export function useStartRuns() {
  return useAct((which: readonly Pick<SegmentExport, 'name'>[]) => toEach(which, ({ name }) => startRun(name)))
}

export function useRunAll() {
  return useAct(() => ask<{ items: Run[] }>('POST', '/runs/all', { headers: once() }))
}

export function useRemoveExports() {
  return useAct((which: readonly Which[]) => toEach(which, remove))
}

export function useDetachExports() {
  return useAct((which: readonly Which[]) =>
    toEach(which, ({ name, version }) => ask<Notes>('POST', `${exportPath(name)}/detach`, { headers: seen(version) })),
  )
}

/** `keep` leaves each its own schedule and turns it on or off; `define` is one for all in place of theirs. */
export type ScheduleChange = { readonly keep: 'on' | 'off' } | { readonly define: ExportSchedule }

export function useScheduleExports() {
  return useAct(({ names, change }: { readonly names: readonly string[]; readonly change: ScheduleChange }) =>
    ask<Notes>('POST', '/schedules/exports', { body: { exports: names, ...change } }),
  )
}

/** Something that is done on the server, after which whatever is shown is asked anew. */
function useAct<T, R>(act: (told: T) => Promise<R>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: act, onSettled: () => queries.invalidateQueries() })
}
