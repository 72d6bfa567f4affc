import type { FastifyInstance } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { newActivity } from '../activities/activity.ts'
import { refuseWhenQueueIsFull, startActivity } from '../activities/activity-routes.ts'
import { isoSecond } from '../clock.ts'
import { newUuid } from '../ids.ts'
import { checkListIds, listsOf } from '../imports/list-ids.ts'
import type { Unknowns } from '../unknowns.ts'
import { invalid, notFound } from '../wire/answers.ts'
import { apiRoute } from '../wire/api-route.ts'
import { objectBody, textIn, textsIn } from '../wire/read-body.ts'
import type { World } from '../world.ts'

// The titles of the real file are not known; the e-mail's comes first here, and no column holds an id.
const TITLES = ['Email address', 'First name', 'Last name', 'Email status', 'Created At', 'Updated At']

type Product = { account: Account; places: Uint32Array }

/** Exports contacts into a CSV file that is fetched where the finished activity says. */
export function exportRoutes(server: FastifyInstance, world: World): void {
  const needs = { scope: 'contact_data', privilege: 'contacts:write' } as const
  const products = new Map<string, Product>()

  apiRoute(server, world, { method: 'POST', path: '/activities/contact_exports', ...needs }, (call) => {
    const { account } = call
    refuseWhenQueueIsFull(call)
    const input = objectBody(call.body)
    const listIds = textsIn(input, 'list_ids', 50)
    const contactIds = textsIn(input, 'contact_ids', 500)
    if (!listIds === !contactIds) throw invalid('Give either list_ids or contact_ids.')
    if (listIds) checkListIds(listIds, account, world.unknowns)
    const status = textIn(input, 'status')
    if (status !== undefined && !['active', 'unsubscribed', 'removed'].includes(status))
      throw invalid('status is not valid.')
    const activity = newActivity(
      {
        kind: 'contact_exports',
        durationMs: world.durationMs(account.table.size),
        fault: world.activityFaults.next('export'),
        work: (_at, share) => {
          const { table } = account
          const lists = listIds ? listsOf(listIds, account) : []
          if (!lists) return { counters: {}, errors: ['The list was not found.'], failed: true }
          const wanted = new Set(contactIds?.map((id) => table.placeOf(id)))
          const places: number[] = []
          for (let place = 0; place < table.size; place++) {
            const chosen = contactIds ? wanted.has(place) : lists.some((list) => list.has(place))
            if (chosen && hasStatus(account, place, status, world.unknowns)) places.push(place)
          }
          places.length = Math.floor(places.length * share)
          const id = newUuid()
          products.set(id, { account, places: Uint32Array.from(places) })
          activity.resultsHref = `/v3/contact_exports/${id}`
          return { counters: { items_total_count: places.length, items_completed_count: places.length }, errors: [] }
        },
      },
      world.clock.now(),
    )
    return startActivity(call, activity)
  })

  apiRoute(server, world, { method: 'GET', path: '/contact_exports/:file_export_id', ...needs }, (call) => {
    const product = products.get(call.params.file_export_id ?? '')
    if (!product || product.account !== call.account) throw notFound('The export was not found.')
    return call.reply.type('text/csv').send(csvOf(product))
  })
}

function hasStatus(account: Account, place: number, status: string | undefined, unknowns: Unknowns): boolean {
  const { table } = account
  if (status === 'removed') return table.isDeleted(place)
  if (table.isDeleted(place)) return false
  const isUnsubscribed = table.permissionOf(place) === 'unsubscribed'
  if (status === undefined) return unknowns.exportsUnsubscribed || !isUnsubscribed
  return (status === 'unsubscribed') === isUnsubscribed
}

function csvOf({ account: { table }, places }: Product): string {
  const lines = [TITLES.join(',')]
  for (const place of places) {
    const first = table.columns.get('first_name')?.[place] ?? ''
    const last = table.columns.get('last_name')?.[place] ?? ''
    const times = [table.createdAt[place] ?? 0, table.updatedAt[place] ?? 0].map(isoSecond)
    lines.push([table.emailOf(place), first, last, table.permissionOf(place), ...times].map(csvCell).join(','))
  }
  return `${lines.join('\n')}\n`
}

/** A cell as CSV writes it. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
