import { z } from 'zod'
import { languages } from '../../contract/language.ts'
import { readDefinitions } from '../../definitions/load-definitions.ts'
import { said } from '../../lib/said.ts'
import { beginSample, SampleNotOfferedError } from '../../sample/begin-sample.ts'
import { type Route, route } from '../route.ts'

const tag = 'Configuration'

/** "Try it with sample data": for who has nothing configured yet. */
export const sampleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/sample',
    tag,
    summary: 'Whether the sample can be tried here, and where its Constant Contact answers once it was',
    rights: 'viewer',
    answers: {
      200: z.object({
        offered: z.boolean().describe('Nothing is configured, and the sample is not turned off'),
        page: z.string().nullable().describe('A page of its Constant Contact, on the machine of the server only'),
      }),
    },
    handle: async ({ app }) => ({
      offered:
        app.sample !== undefined && app.database.kind === 'embedded' && (await readDefinitions(app.db)).length === 0,
      page: app.sample?.running()?.url ?? null,
    }),
  }),
  route({
    method: 'POST',
    path: '/sample',
    tag,
    summary: 'Make a made-up shop, a local Constant Contact and two exports to it, and run them',
    rights: 'administrator',
    starts: true,
    body: z.strictObject({
      agree: z.literal(true),
      textVersion: z.string().describe('`consent.version` of GET /connection-settings, whose text was read'),
      language: z.enum(languages).default('en').describe('In which it was read'),
    }),
    answers: { 202: z.object({ runs: z.array(z.object({ id: z.string(), export: z.string() })) }) },
    handle: async ({ app, person, body: { textVersion, language }, signal, reply }) => {
      const { sample } = app
      if (!sample) throw new SampleNotOfferedError(said`The sample is turned off here (POSTBUD_SAMPLE_PORT=off).`)
      const runs = await beginSample({ ...app, sample }, person, { textVersion, language, signal })
      app.wake()
      reply.code(202)
      return { runs: runs.map(({ id, export_name }) => ({ id, export: export_name })) }
    },
  }),
]
