import { z } from 'zod'
import { loadProfileSizes } from '../../refresh/profile-sizes.ts'
import { type Route, route } from '../route.ts'

export const profileSizeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/profiles/sizes',
    tag: 'Profiles',
    summary: 'How many customers there were after each refresh that made their rows anew, the newest first',
    rights: 'viewer',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      since: z.iso.datetime().exactOptional().describe('Only refreshes from this moment on'),
    }),
    answers: { 200: z.object({ items: z.array(z.object({ rows: z.int(), refreshedAt: z.iso.datetime() })) }) },
    handle: async ({ app, query: { limit, since } }) => {
      const sizes = await loadProfileSizes(app.db, { limit, ...(since !== undefined && { since: new Date(since) }) })
      return { items: sizes.map(({ rows, refreshedAt }) => ({ rows, refreshedAt: refreshedAt.toISOString() })) }
    },
  }),
]
