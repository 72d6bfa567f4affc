import type { FastifyInstance } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { type ActivityResult, newActivity } from '../activities/activity.ts'
import { refuseWhenQueueIsFull, startActivity } from '../activities/activity-routes.ts'
import { takeOffList } from '../contacts/list-membership.ts'
import { checkListIds, listsOf } from '../imports/list-ids.ts'
import { invalid } from '../wire/answers.ts'
import { apiRoute } from '../wire/api-route.ts'
import { objectBody, textsIn } from '../wire/read-body.ts'
import type { World } from '../world.ts'

const SOURCES = ['list_ids', 'contact_ids', 'all_active_contacts', 'tag_ids', 'engagement_level']

/** Takes contacts off lists, named by lists they are on, by their ids, or all active ones. There is no way to name them by e-mail. */
export function removalRoutes(server: FastifyInstance, world: World): void {
  const route = { method: 'POST', path: '/activities/remove_list_memberships' } as const
  apiRoute(server, world, { ...route, scope: 'contact_data', privilege: 'contacts:write' }, (call) => {
    const { account } = call
    refuseWhenQueueIsFull(call)
    const input = objectBody(call.body)
    const source = objectBody(input.source)
    const given = SOURCES.filter((name) => source[name] !== undefined)
    if (given.length !== 1) throw invalid('source must hold exactly one way to name contacts.')
    if (source.tag_ids !== undefined || source.engagement_level !== undefined) {
      throw invalid('This sandbox knows no tags and no engagement.')
    }
    const fromLists = textsIn(source, 'list_ids', 50)
    const contactIds = textsIn(source, 'contact_ids', 500)
    const excluded = textsIn(objectBody(input.exclude ?? {}), 'contact_ids', 500) ?? []
    if (excluded.length > 0 && contactIds) throw invalid('exclude goes with list_ids and all_active_contacts only.')
    const targets = textsIn(input, 'list_ids', 50) ?? []
    checkListIds(targets, account, world.unknowns)
    if (fromLists) checkListIds(fromLists, account, world.unknowns)
    const size = contactIds?.length ?? targets.reduce((sum, id) => sum + (account.liveList(id)?.memberCount ?? 0), 0)
    const activity = newActivity(
      {
        kind: 'remove_list_memberships',
        durationMs: world.durationMs(size),
        fault: world.activityFaults.next('removal'),
        work: (at, share) => remove({ account, world, fromLists, contactIds, excluded, targets, at, share }),
      },
      world.clock.now(),
    )
    return startActivity(call, activity)
  })
}

function remove(job: {
  account: Account
  world: World
  fromLists: string[] | undefined
  contactIds: string[] | undefined
  excluded: string[]
  targets: string[]
  at: number
  share: number
}): ActivityResult {
  const { table } = job.account
  const lists = listsOf(job.targets, job.account)
  const sources = job.fromLists ? listsOf(job.fromLists, job.account) : []
  if (!lists || !sources) return { counters: {}, errors: ['The list was not found.'], failed: true }
  const excluded = new Set(job.excluded.map((id) => table.placeOf(id)))
  const places = job.contactIds
    ? job.contactIds.map((id) => table.placeOf(id)).filter((place) => place >= 0)
    : Array.from({ length: table.size }, (_, place) => place).filter(
        (place) =>
          !excluded.has(place) && (job.fromLists ? sources.some((list) => list.has(place)) : table.isActive(place)),
      )
  const done = places.slice(0, Math.floor(places.length * job.share))
  for (const place of done) {
    for (const list of lists) takeOffList(table, list, place, job.at, job.world.unknowns)
  }
  for (const list of lists) list.noteCount(job.at)
  const asked = job.contactIds?.length ?? places.length
  return {
    counters: { items_total_count: asked, items_completed_count: done.length, list_count: lists.length },
    errors: [],
  }
}
