import { z } from 'zod'
import { thingName } from '../../contract/column.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { said } from '../../lib/said.ts'
import { findSegment } from '../../segments/find-segment.ts'
import { overlapSegments } from '../../segments/overlap-segments.ts'
import { requireMembers } from '../../segments/require-members.ts'
import { nameParams } from '../definition-schemas.ts'
import { InvalidRequestError } from '../http-errors.ts'
import { type Route, route } from '../route.ts'

const withOthers = z
  .string()
  .max(210)
  .transform((text) => text.split(','))
  .pipe(z.array(thingName).min(1).max(2))
  .describe('One or two other segments, with a comma between them')

export const segmentOverlapRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/segments/:name/overlap',
    tag: 'Segments',
    summary: 'How many people are in this segment, in others, and in several of them at once',
    rights: 'viewer',
    params: nameParams,
    query: z.object({ with: withOthers }),
    answers: {
      200: z.object({
        segments: z.array(
          z.object({ name: z.string(), displayName: z.string(), members: z.int(), refreshedAt: z.iso.datetime() }),
        ),
        overlaps: z
          .array(z.object({ in: z.array(z.string()), people: z.int() }))
          .describe('Each combination once: those who are in exactly these segments'),
      }),
    },
    handle: async ({ app, params: { name }, query, signal }) => {
      const names = [name, ...query.with]
      if (new Set(names).size < names.length) {
        throw new InvalidRequestError([
          { path: 'querystring.with', message: said`names a segment that is compared already` },
        ])
      }
      const { segments } = await loadDefinitions(app.db)
      const compared = await Promise.all(
        names.map(async (each) => {
          const { displayName = each } = findSegment(segments, each)
          return { name: each, displayName, ...(await requireMembers(app, each)) }
        }),
      )
      return {
        segments: compared.map(({ files: _, refreshedAt, ...each }) => ({
          ...each,
          refreshedAt: refreshedAt.toISOString(),
        })),
        overlaps: (await overlapSegments(app.engine, compared, { signal })).map((each) => ({
          ...each,
          in: [...each.in],
        })),
      }
    },
  }),
]
