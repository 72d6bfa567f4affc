import type { Person } from '../access/person.ts'
import { requireExportEditor } from '../access/rights.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { ExportSchedule, RefreshSchedule, SegmentSchedule } from '../contract/schedule.ts'
import { DefinitionNotFoundError, type ExpectedVersion } from '../definitions/definition-version.ts'
import { turnSchedule } from '../schedules/turn-schedule.ts'
import type { ChangedDefinitions, Edit } from './change-definitions.ts'
import { changeFromOutside } from './change-from-outside.ts'

type Needs = Parameters<typeof changeFromOutside>[0]

/** Sets when everything is refreshed; null takes the schedule away. Throws as `changeDefinitions` does. */
export async function changeRefreshSchedule(
  needs: Needs,
  person: Person,
  schedule: RefreshSchedule | null,
  seen: ExpectedVersion,
): Promise<ChangedDefinitions> {
  return changeFromOutside(needs, person, {
    ifMatch: [seen],
    edit: withRefreshSchedule(schedule),
  })
}

/** The edit that sets when everything is refreshed; null takes the schedule away. */
export function withRefreshSchedule(schedule: RefreshSchedule | null): Edit['edit'] {
  return ({ environment: { refresh: _, ...environment }, ...others }) => ({
    ...others,
    environment: { ...environment, ...(schedule && { refresh: schedule }) },
  })
}

/** What becomes of the schedules of several exports: one for all, or theirs turned on or off (feature map, X7). */
export type ScheduleChange = { readonly define: ExportSchedule } | { readonly turn: 'on' | 'off' }

/** Changes the schedules of exports, all or none. Throws ForbiddenError for one that the person may only look at. */
export async function changeExportSchedules(
  needs: Needs,
  person: Person,
  names: readonly string[],
  change: ScheduleChange,
  seen: readonly ExpectedVersion[] = [],
): Promise<ChangedDefinitions> {
  return changeFromOutside(needs, person, {
    ifMatch: seen,
    edit: (definitions) => {
      const exports = { ...definitions.exports }
      for (const name of names) {
        const before = existing(definitions.exports, 'export', name)
        requireExportEditor(person, before, definitions.connections)
        const schedule = 'define' in change ? change.define : turnSchedule(before.schedule, change.turn)
        exports[name] = { ...before, schedule }
      }
      return { ...definitions, exports }
    },
  })
}

/** Sets the days of segments; null has them go along with every system refresh. */
export async function changeSegmentSchedules(
  needs: Needs,
  person: Person,
  names: readonly string[],
  schedule: SegmentSchedule | null,
  seen: readonly ExpectedVersion[] = [],
): Promise<ChangedDefinitions> {
  return changeFromOutside(needs, person, {
    ifMatch: seen,
    edit: (definitions: Definitions) => {
      const segments = { ...definitions.segments }
      for (const name of names) {
        const { schedule: _, ...rest } = existing(definitions.segments, 'segment', name)
        segments[name] = { ...rest, ...(schedule !== null && { schedule }) }
      }
      return { ...definitions, segments }
    },
  })
}

function existing<T>(things: Readonly<Record<string, T>>, kind: 'export' | 'segment', name: string): T {
  const found = Object.hasOwn(things, name) ? things[name] : undefined
  if (found === undefined) throw new DefinitionNotFoundError(kind, name, Object.keys(things))
  return found
}
