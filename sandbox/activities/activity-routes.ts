import type { FastifyInstance } from 'fastify'
import type { Unknowns } from '../unknowns.ts'
import { invalid, notFound, queueFull, Refusal } from '../wire/answers.ts'
import { apiRoute, type Call } from '../wire/api-route.ts'
import { pageOf } from '../wire/paging.ts'
import type { World } from '../world.ts'
import { type Activity, renderActivity } from './activity.ts'

const KEPT_MS = 10 * 86_400_000
const STATES = ['processing', 'completed', 'cancelled', 'failed', 'timed_out']

/** The account's activities of the last ten days, and one by its id. */
export function activityRoutes(server: FastifyInstance, world: World): void {
  const needs = { scope: 'contact_data', privilege: 'contacts:write' } as const

  apiRoute(server, world, { method: 'GET', path: '/activities', ...needs }, (call) => {
    const { account, query } = call
    const now = world.clock.now()
    const state = query.get('state')
    if (state !== null && !STATES.includes(state)) throw invalid('state is not one a filter takes.')
    const shown = [...account.activities.values()].filter(
      (activity) => isShown(activity, now) && (state === null || activity.state === state),
    )
    const { rows, links } = pageOf(call, {
      all: inOrder(shown, world.unknowns),
      idOf: (activity) => activity.id,
      path: '/activities',
      limitMax: 500,
    })
    return {
      activities: rows.map((activity) => renderActivity(activity, now, world.unknowns)),
      ...(links && { _links: links }),
    }
  })

  apiRoute(server, world, { method: 'GET', path: '/activities/:activity_id', ...needs }, ({ account, params }) => {
    const now = world.clock.now()
    const activity = account.activities.get(params.activity_id ?? '')
    if (!activity || !isShown(activity, now)) throw notFound('Resource not found for the activity_id provided')
    return renderActivity(activity, now, world.unknowns)
  })
}

/** Takes an activity into the account's queue and answers 201 with it, still initialized. */
export function startActivity({ world, account, reply }: Call, activity: Activity): unknown {
  world.enqueue(account, activity)
  const body = renderActivity(activity, world.clock.now(), world.unknowns)
  world.advance()
  return reply.code(201).send(body)
}

/** Throws the third 429 when the account has too many activities waiting. */
export function refuseWhenQueueIsFull({ world, account }: Call): void {
  if (account.queue.length >= world.limits.queuedActivities)
    throw new Refusal(429, queueFull(world.unknowns.queueFullKey))
}

function isShown(activity: Activity, now: number): boolean {
  return !activity.vanished && now - activity.createdAt <= KEPT_MS
}

function inOrder(activities: Activity[], unknowns: Unknowns): Activity[] {
  if (unknowns.activityOrder === 'newest-first') return activities.toReversed()
  // By id is as good as any order: the ids are random.
  if (unknowns.activityOrder === 'shuffled') return activities.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return activities
}
