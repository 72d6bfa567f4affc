import { z } from 'zod'
import { thingName } from '../../contract/column.ts'
import { changeSegments, removeSegments } from '../../project/change-segments.ts'
import { changedNotes, changedShape } from '../definition-answers.ts'
import { type Route, route } from '../route.ts'

const tag = 'Segments'
const tags = z.array(z.string().max(50)).max(20)

/** What is done with several segments at once, all or none (feature map, M6). */
export const segmentChangeRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/segments/change',
    tag,
    summary: 'Change the state, the type or the tags of several segments at once, all or none',
    rights: 'contributor',
    body: z.strictObject({
      segments: z.array(thingName).min(1).max(1000),
      state: z.enum(['active', 'inactive']).exactOptional(),
      type: z.enum(['dynamic', 'static']).exactOptional(),
      addTags: tags.exactOptional(),
      removeTags: tags.exactOptional(),
    }),
    answers: { 200: z.object(changedShape) },
    handle: async ({ app, person, body: { segments, ...change } }) =>
      changedNotes(await changeSegments(app, person, segments, change)),
  }),
  route({
    method: 'POST',
    path: '/segments/removal',
    tag,
    summary: 'Remove several segments at once, all or none; refused while something else needs one of them',
    rights: 'contributor',
    body: z.strictObject({
      segments: z
        .array(z.strictObject({ name: thingName, version: z.string().max(100).describe('That was seen') }))
        .min(1)
        .max(1000),
    }),
    answers: { 200: z.object(changedShape) },
    handle: async ({ app, person, body: { segments } }) => changedNotes(await removeSegments(app, person, segments)),
  }),
]
