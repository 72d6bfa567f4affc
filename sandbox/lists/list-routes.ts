import type { FastifyInstance } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { newActivity, renderActivity } from '../activities/activity.ts'
import { isoSecond } from '../clock.ts'
import { isUuid } from '../ids.ts'
import type { Unknowns } from '../unknowns.ts'
import { apiError, conflict, invalid, notFound } from '../wire/answers.ts'
import { apiRoute } from '../wire/api-route.ts'
import { pageOf } from '../wire/paging.ts'
import { objectBody, textIn } from '../wire/read-body.ts'
import type { World } from '../world.ts'
import type { ContactList } from './contact-list.ts'

const LISTS_PER_ACCOUNT = 1_000

/** Contact lists: page through, read one, make, delete. */
export function listRoutes(server: FastifyInstance, world: World): void {
  const read = { scope: 'contact_data', privilege: 'contacts:lists:read' } as const
  const write = { scope: 'contact_data', privilege: 'contacts:lists:write' } as const

  apiRoute(server, world, { method: 'GET', path: '/contact_lists', ...read }, (call) => {
    const { account, query } = call
    const name = query.get('name')
    const status = query.get('status') ?? 'active'
    const lists = [...account.lists.values()].filter(
      (list) =>
        (name === null || list.name === name) && (status === 'all' || (status === 'deleted') === list.deletedAt > 0),
    )
    const { rows, links } = pageOf(call, {
      all: lists,
      idOf: (list) => list.id,
      path: '/contact_lists',
      limitMax: 1_000,
    })
    return {
      lists: rows.map((list) => renderList(list, account, world, query)),
      ...(query.get('include_count') === 'true' && { lists_count: lists.length }),
      ...(links && { _links: links }),
    }
  })

  apiRoute(server, world, { method: 'GET', path: '/contact_lists/:list_id', ...read }, ({ account, params, query }) => {
    const id = params.list_id ?? ''
    if (!isUuid(id)) throw malformedId(world.unknowns)
    const list = account.lists.get(id.toLowerCase())
    if (!list || (list.deletedAt > 0 && world.unknowns.deletedListById === '404'))
      throw notFound('The list was not found.')
    return renderList(list, account, world, query)
  })

  apiRoute(server, world, { method: 'POST', path: '/contact_lists', ...write }, ({ account, body, reply }) => {
    const input = objectBody(body)
    const name = textIn(input, 'name')?.trim()
    if (!name || name.length > 255) throw invalid('name must have 1 to 255 characters.')
    if (account.listNamed(name)) throw conflict(`Validation failed: A list named ${name} already exists.`)
    const live = account.lists.values().filter((list) => list.deletedAt === 0)
    if (live.toArray().length >= LISTS_PER_ACCOUNT)
      throw apiError(400, 'contacts.api.validation.error', 'The account has 1,000 lists.')
    const list = world.addList(account, {
      name,
      description: textIn(input, 'description') ?? '',
      favorite: input.favorite === true,
    })
    return reply.code(201).send(renderList(list, account, world, new URLSearchParams()))
  })

  apiRoute(
    server,
    world,
    { method: 'DELETE', path: '/contact_lists/:list_id', ...write },
    ({ account, params, reply }) => {
      const id = params.list_id ?? ''
      if (!isUuid(id)) throw malformedId(world.unknowns)
      const list = account.liveList(id)
      if (!list) throw notFound('The list was not found.')
      const activity = newActivity(
        {
          kind: 'list_delete',
          durationMs: world.durationMs(list.memberCount),
          work: (at) => {
            deleteList(account, list, at)
            return { counters: { items_total_count: 1, items_completed_count: 1, list_count: 1 }, errors: [] }
          },
        },
        world.clock.now(),
      )
      world.enqueue(account, activity)
      const body = renderActivity(activity, world.clock.now(), world.unknowns)
      world.advance()
      return reply.code(202).header('location', `/v3/activities/${activity.id}`).send(body)
    },
  )
}

/** A list as the service answers it; `membership_count` only when the query asks for it. */
export function renderList(
  list: ContactList,
  account: Account,
  world: World,
  query: URLSearchParams,
): Record<string, unknown> {
  const wanted = query.get('include_membership_count')
  return {
    list_id: list.id,
    name: list.name,
    description: list.description,
    favorite: list.favorite,
    created_at: isoSecond(list.createdAt),
    updated_at: isoSecond(list.updatedAt),
    ...(list.deletedAt > 0 && { deleted_at: isoSecond(list.deletedAt) }),
    ...((wanted === 'all' || wanted === 'active') && {
      membership_count: membershipCount(list, account, world, wanted),
    }),
  }
}

/** Takes everybody off a list and marks it deleted. */
export function deleteList(account: Account, list: ContactList, at: number): void {
  const { table } = account
  for (const place of list.members()) {
    list.remove(place)
    table.listCount[place] = Math.max(0, (table.listCount[place] ?? 0) - 1)
  }
  list.deletedAt = at
  list.updatedAt = at
  list.noteCount(at)
}

function membershipCount(list: ContactList, account: Account, world: World, wanted: 'all' | 'active'): number {
  if (wanted === 'active')
    return list.members().reduce((count, place) => count + (account.table.isActive(place) ? 1 : 0), 0)
  const lag = world.unknowns.membershipCountLagSeconds
  return lag > 0 ? list.countAt(world.clock.now() - lag * 1000) : list.memberCount
}

function malformedId(unknowns: Unknowns): Error {
  return unknowns.malformedListId === '400'
    ? invalid('list_id is in an invalid format.')
    : notFound('The list was not found.')
}
