import { z } from 'zod'
import type { ApiKey } from '../../access/api-keys.ts'
import { issueApiKey, listKeys, revokeApiKey } from '../../access/own-keys.ts'
import { personNameSchema, roleSchema } from '../../contract/people.ts'
import { type Route, route } from '../route.ts'

const tag = 'API keys'

const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  prefix: z.string().describe('Its first letters, to know it again by'),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})
const ownedSchema = keySchema.extend({ owner: z.object({ id: z.string(), name: z.string(), email: z.string() }) })
const madeSchema = keySchema.extend({ key: z.string().describe('Shown here and never again') })

export const apiKeyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api-keys',
    tag,
    summary: 'Your API keys; for administrators also everybody\u2019s',
    rights: 'viewer',
    query: z.object({ whose: z.enum(['own', 'all']).default('own') }),
    answers: { 200: z.object({ items: z.array(ownedSchema) }) },
    handle: async ({ app, person, query: { whose } }) => {
      const keys = await listKeys(app, person, whose)
      return { items: keys.map((key) => ({ ...presented(key), owner: key.owner })) }
    },
  }),
  route({
    method: 'POST',
    path: '/api-keys',
    tag,
    summary: 'Make an API key with a role no higher than yours',
    rights: 'viewer',
    body: z.object({ name: personNameSchema, role: roleSchema }),
    answers: { 201: madeSchema },
    handle: async ({ app, person, body }) => {
      const made = await issueApiKey(app, person, body)
      return { ...presented(made), key: made.key }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api-keys/:id',
    tag,
    summary: 'Revoke an API key at once',
    rights: 'viewer',
    params: z.object({ id: z.string() }),
    answers: { 204: null },
    handle: ({ app, person, params: { id } }) => revokeApiKey(app, person, id),
  }),
]

function presented({ id, name, role, prefix, createdAt, lastUsedAt }: ApiKey): z.input<typeof keySchema> {
  return { id, name, role, prefix, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null }
}
