import { z } from 'zod'
import { thingName } from '../../contract/column.ts'
import { loadResolved } from '../../definitions/resolve-definitions.ts'
import { openCatalogue } from '../../refresh/open-catalogue.ts'
import { findPaths } from '../../segments/find-path.ts'
import { type Route, route } from '../route.ts'

const tables = z
  .string()
  .max(2100)
  .transform((text) => text.split(','))
  .pipe(z.array(thingName).min(1).max(20))
  .describe('Names of tables, with commas between them')

export const relationshipPathRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/relationship-paths',
    tag: 'Relationships',
    summary: 'The ways from the Customer table that pass these tables; a rule that names them walks one',
    rights: 'viewer',
    query: z.object({ to: tables }),
    answers: {
      200: z.object({
        items: z
          .array(
            z.object({
              relationships: z.array(z.string()).describe("What a rule's `path` holds"),
              tables: z.array(z.string()).describe('The tables in their order, without the Customer table'),
            }),
          )
          .describe('Six at most; none where a table cannot be reached'),
      }),
    },
    handle: async ({ app, query: { to } }) => {
      const paths = findPaths(await openCatalogue(app, await loadResolved(app)), to)
      return {
        items: paths.map((hops) => ({
          relationships: hops.map(({ relationship }) => relationship),
          tables: hops.map((hop) => hop.to.table),
        })),
      }
    },
  }),
]
