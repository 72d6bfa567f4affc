import { z } from 'zod'
import { loadResolved } from '../../definitions/resolve-definitions.ts'
import { lookAtCluster, lookAtClusters } from '../../refresh/look-at-unification.ts'
import { openPlace, readPlace, sealPlace, writePlace } from '../cursors.ts'
import { type Route, route } from '../route.ts'
import { shownTo } from '../shown-emails.ts'
import { cellRow } from '../table-schemas.ts'

const tag = 'Unification'
const clusterKind = z.string().min(1).max(100).describe('The name of the kind, such as Household')
const page = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(2000).exactOptional().describe('`next` of the page before'),
}
const nextPage = z.string().nullable().describe('The cursor of the next page')

/** People of several who belong together, such as households. */
export const clusterRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/unification/clusters/:kind',
    tag,
    summary: 'The clusters of one kind, such as households, those of the most people first',
    rights: 'viewer',
    params: z.object({ kind: clusterKind }),
    query: z.object({
      atLeast: z.coerce.number().int().min(1).default(1).describe('Only those of at least so many people'),
      ...page,
    }),
    answers: {
      200: z.object({
        total: z.int().describe('On all pages'),
        items: z.array(
          z.object({
            id: z.string(),
            people: z.int(),
            values: cellRow.describe('What the first of them by id has in the fields that the kind looks at'),
          }),
        ),
        next: nextPage,
      }),
    },
    handle: async ({ app, person, params: { kind }, query: { atLeast, limit, cursor }, signal }) => {
      const definitions = await loadResolved(app)
      const after = readPlace(cursor, z.tuple([z.int(), z.string()]))
      const found = await lookAtClusters(app, definitions, { kind, atLeast, limit, after, signal })
      const last = found.more ? found.items.at(-1) : undefined
      const items = [...found.items]
      return shownTo(person, definitions, {
        total: found.total,
        items,
        next: writePlace(last && [last.people, last.id]),
      })
    },
  }),
  route({
    method: 'GET',
    path: '/unification/clusters/:kind/:id',
    tag,
    summary: 'Who is in a cluster, such as a household, by CustomerId',
    rights: 'viewer',
    params: z.object({ kind: clusterKind, id: z.string().min(1).max(100) }),
    query: z.object(page),
    answers: {
      200: z.object({
        total: z.int().describe('On all pages'),
        items: z.array(z.object({ id: z.string(), row: cellRow.describe('Their row of the Customer table') })),
        next: nextPage,
      }),
    },
    handle: async ({ app, person, params: { kind, id }, query: { limit, cursor }, signal }) => {
      const definitions = await loadResolved(app)
      const [after] = (await openPlace(app, 'cluster', cursor, z.tuple([z.string()]))) ?? []
      const found = await lookAtCluster(app, definitions, { kind, id, limit, after, signal })
      const last = found.more ? found.items.at(-1) : undefined
      const shown = shownTo(person, definitions, { total: found.total, items: [...found.items] })
      return { ...shown, next: await sealPlace(app, 'cluster', last && [last.id]) }
    },
  }),
]
