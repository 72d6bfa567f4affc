import { z } from 'zod'
import { readPause } from '../../exports/run/pause.ts'
import { pause, resume } from '../../runs/pause-delivery.ts'
import { type Route, route } from '../route.ts'

const tag = 'Runs'

const pauseSchema = z.object({
  paused: z
    .object({ by: z.string(), at: z.iso.datetime(), reason: z.string().nullable() })
    .nullable()
    .describe('Who stopped all delivery, when and why; null while it goes on'),
})

export const pauseRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/pause',
    tag,
    summary: 'Whether all delivery is stopped',
    rights: 'viewer',
    answers: { 200: pauseSchema },
    handle: async ({ app }) => ({ paused: (await readPause(app.directory)) ?? null }),
  }),
  route({
    method: 'POST',
    path: '/pause',
    tag,
    summary: 'Stop all delivery at once; what has left settles',
    rights: 'administrator',
    body: z.strictObject({ reason: z.string().max(1000).nullish() }).nullish(),
    answers: { 200: pauseSchema },
    handle: async ({ app, person, body }) => ({ paused: await pause(app, person, body?.reason ?? null) }),
  }),
  route({
    method: 'DELETE',
    path: '/pause',
    tag,
    summary: 'Let delivery go on',
    rights: 'administrator',
    answers: { 204: null },
    handle: async ({ app, person }) => {
      await resume(app, person)
      app.wake()
    },
  }),
]
