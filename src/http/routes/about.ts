import { z } from 'zod'
import { licences } from '../../lib/licences.ts'
import { version } from '../../lib/version.ts'
import { type Route, route } from '../route.ts'

const startedAt = new Date()

export const aboutRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/about',
    tag: 'Status',
    summary: 'Which Postbud this is, and the libraries that it stands on with their licences',
    rights: 'viewer',
    answers: {
      200: z.object({
        version: z.string(),
        licence: z.literal('MIT'),
        node: z.string(),
        database: z.enum(['embedded', 'server']),
        address: z.string().describe('Under which people reach it'),
        startedAt: z.iso.datetime().describe('Since when the process runs that answers'),
        libraries: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() })),
      }),
    },
    handle: ({ app: { config, secrets } }) => ({
      version,
      licence: 'MIT' as const,
      node: process.versions.node,
      database: secrets.databaseUrl ? ('server' as const) : ('embedded' as const),
      address: config.http.publicUrl,
      startedAt: startedAt.toISOString(),
      libraries: [...licences()],
    }),
  }),
]
