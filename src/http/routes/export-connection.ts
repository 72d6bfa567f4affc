import { z } from 'zod'
import { thingName } from '../../contract/column.ts'
import { findDefinition } from '../../definitions/definition-version.ts'
import { detachExport } from '../../project/detach-export.ts'
import { expectedVersion, tellVersion } from '../preconditions.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'

/** What an export has to do with its connection beside what stands in it. */
export const exportConnectionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/exports/:name/detach',
    tag: 'Exports',
    summary: 'Take an export off its connection; it is kept, and does not run until it is given one again',
    rights: 'contributor',
    params: z.object({ name: thingName }),
    versioned: true,
    answers: {
      200: z.object({
        name: z.string(),
        connection: z.null(),
        inactive: z.literal('no connection'),
        warnings: z.array(sentence),
        consequences: z.array(sentence),
      }),
    },
    handle: async ({ app, person, params: { name }, request, reply }) => {
      const expected = expectedVersion(request, { kind: 'export', name })
      const { stored, warnings, consequences } = await detachExport(app, person, { name, expected })
      tellVersion(reply, findDefinition(stored, { kind: 'export', name }))
      return { name, connection: null, inactive: 'no connection', warnings, consequences }
    },
  }),
]
