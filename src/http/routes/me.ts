import { z } from 'zod'
import { roleSchema } from '../../contract/people.ts'
import { type Route, route } from '../route.ts'

const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema.describe('What counts for this request: an API key may have a lesser role than its owner'),
})

export const meRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/me',
    tag: 'People',
    summary: 'Who asks',
    rights: 'viewer',
    answers: { 200: meSchema },
    handle: ({ person: { id, name, email, role } }) => ({ id, name, email, role }),
  }),
]
