import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isAtLeast, type Role } from '../../access/person.ts'
import type { FollowedNoun } from '../../contract/followed-nouns.ts'
import { findRunLike } from '../../exports/receipts/read-receipts.ts'
import type { RunRow } from '../../exports/run/run-store.ts'
import { changeFollower } from '../../runs/follow-changes.ts'
import { type FollowedRefresh, refreshFollower } from '../../runs/follow-refreshes.ts'
import { runFollower } from '../../runs/follow-runs.ts'
import { readRefresh } from '../../system-refresh/read-refreshes.ts'
import { eventStream, type ServerEvent } from '../event-stream.ts'
import { sayingAsked } from '../language-asked.ts'
import { refreshSchema, taskSchema, toldRefresh, toldTask } from '../refresh-answers.ts'
import { type Asked, type Route, route } from '../route.ts'
import { runSchema } from '../run-schemas.ts'
import { tellerOf } from '../sentence.ts'
import { shownTo } from '../shown-run.ts'
import { runParams } from './runs.ts'

const answers = { 200: { contentType: 'text/event-stream' } }

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/runs/:id/events',
    tag: 'Runs',
    summary:
      'How a run goes on, as server-sent events: `run` with the run each time it stands otherwise, until it ends',
    rights: 'viewer',
    params: runParams,
    answers,
    handle: async ({ params, ...asked }) => {
      const { id } = await findRunLike(asked.app.db, params.id)
      const shown = await showRuns(asked)
      return eventStream(asked, {
        follow: (tell) => runFollower(asked.app.database).follow(id, (run) => tell(shown.event(run, true))),
        refresh: shown.again,
      })
    },
  }),
  route({
    method: 'GET',
    path: '/refreshes/:id/events',
    tag: 'Refreshes',
    summary:
      'How a refresh goes on, as server-sent events: `refresh` with its tasks each time it stands otherwise, until it ends',
    rights: 'viewer',
    params: z.object({ id: z.string().max(40) }),
    answers,
    handle: async ({ params, ...asked }) => {
      const { refresh } = await readRefresh(asked.app.db, params.id)
      const tell = telling(asked.request, refreshSchema.extend({ tasks: z.array(taskSchema) }))
      const whole = (each: FollowedRefresh): ServerEvent => ({
        key: each.id,
        event: 'refresh',
        data: () => tell({ ...toldRefresh(each), tasks: each.tasks.map(toldTask) }),
        isLast: each.finished_at !== null,
      })
      return eventStream(asked, {
        follow: (tellAll) => refreshFollower(asked.app.database).follow(refresh.id, (each) => tellAll(whole(each))),
      })
    },
  }),
  route({
    method: 'GET',
    path: '/events',
    tag: 'Runs',
    summary:
      'How everything goes on, as server-sent events: `run` with each run, `refresh` with each refresh and how many of its tasks have ended, that has not ended or has just done so; `changed` with a noun of which something stands otherwise, at first with each',
    rights: 'viewer',
    answers,
    handle: async (asked) => {
      const shown = await showRuns(asked)
      const counted = countedAs(telling(asked.request, refreshSchema))
      const mayHear = (noun: FollowedNoun) => isAtLeast(asked.person.role, heardBy[noun] ?? 'viewer')
      return eventStream(asked, {
        follow: (tell) => {
          const { database, directory } = asked.app
          const leaveRuns = runFollower(database).follow('open', (run) => tell(shown.event(run, false)))
          const leaveRefreshes = refreshFollower(database).follow('open', (each) => tell(counted(each)))
          const leaveChanges = changeFollower({ database, directory }).follow(
            'open',
            ({ id }) => mayHear(id) && tell(changed(id)),
          )
          return () => {
            leaveRuns()
            leaveRefreshes()
            leaveChanges()
          }
        },
        refresh: shown.again,
      })
    },
  }),
]

/** Whoever may not look at the things of a noun is not told either that there is something new about them. */
const heardBy: Partial<Record<FollowedNoun, Role>> = {
  budget: 'contributor',
  connection: 'contributor',
  erasure: 'administrator',
}

/** Only the noun: what stands how is asked for, and shown as whoever asks may see it. */
function changed(noun: FollowedNoun): ServerEvent {
  return { key: `changed ${noun}`, event: 'changed', data: () => ({ noun }) }
}

/** A refresh with how many of its tasks have ended: there may be thousands of them. */
function countedAs(tell: (refresh: object) => unknown): (each: FollowedRefresh) => ServerEvent {
  return (each) => {
    const ended = each.tasks.filter(({ finished_at }) => finished_at !== null)
    const tasks = { done: ended.length, inAll: each.tasks.length }
    return { key: `refresh ${each.id}`, event: 'refresh', data: () => tell({ ...toldRefresh(each), tasks }) }
  }
}

/** Tells the sentences of what has this shape in the language that was asked for, as in any answer. */
function telling(request: FastifyRequest, shape: z.ZodType): (told: object) => unknown {
  const say = sayingAsked(request)
  const teller = tellerOf(shape)
  return (told) => (say && teller ? teller(told, say) : told)
}

type Asking = Pick<Asked<unknown, unknown, unknown>, 'app' | 'request'> & {
  readonly person: Parameters<typeof shownTo>[1]
}

/** Runs as events, shown as whoever listens may see them. `again` is for when that may have changed. */
async function showRuns({ app, person, request }: Asking) {
  const tell = telling(request, runSchema)
  let show = await shownTo(app, person)
  return {
    event: (run: RunRow, endsWithIt: boolean): ServerEvent => ({
      key: run.id,
      event: 'run',
      data: () => tell(show(run)),
      isLast: endsWithIt && run.finished_at !== null,
    }),
    again: async () => {
      show = await shownTo(app, person)
    },
  }
}
