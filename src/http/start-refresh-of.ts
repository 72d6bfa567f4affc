import { z } from 'zod'
import type { Person } from '../access/person.ts'
import type { RefreshScope } from '../db/tables/schedules.ts'
import { queueRefresh } from '../system-refresh/queue-refresh.ts'
import type { ServerApp } from './server-app.ts'

/** The answer to what starts a refresh, which is followed at /refreshes/:id. */
export const startedRefreshSchema = z.object({
  id: z.string().describe('The refresh that was started'),
  status: z.string(),
})

/** Puts a refresh of these things in the queue, for whoever asks. */
export async function startRefreshOf(
  app: ServerApp,
  person: Person,
  scope: RefreshScope,
): Promise<z.input<typeof startedRefreshSchema>> {
  const trigger = person.via === 'API' ? 'API' : 'manual'
  const { id, status } = await queueRefresh(app, { trigger, actor: person, scope })
  app.wake()
  return { id, status }
}
