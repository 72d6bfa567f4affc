import { z } from 'zod'
import { thingName } from '../../contract/column.ts'
import { DefinitionsMissingError, readDefinitions } from '../../definitions/load-definitions.ts'
import { applyFromOutside, planFromOutside, type SentPlan } from '../../project/apply-from-outside.ts'
import { changeFromOutside } from '../../project/change-from-outside.ts'
import { definitionsYaml } from '../../project/definitions-yaml.ts'
import { changedNotes, changedShape } from '../definition-answers.ts'
import { definitionBodies } from '../definition-schemas.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'

const tag = 'Configuration'
const bodyLimit = 8 * 1024 * 1024

const fileShape = {
  path: z.string().trim().min(1).max(1000).describe('What the file is called; what it declares is managed by it'),
  text: z.string().describe('The file, as YAML'),
}

const issueSchema = z.object({
  severity: z.enum(['error', 'warning']),
  path: z.string(),
  line: z.int().exactOptional(),
  column: z.int().exactOptional(),
  message: sentence,
})

const planSchema = z.object({
  valid: z.boolean(),
  issues: z.array(issueSchema),
  notes: z.array(sentence).describe('What could not be judged yet'),
  changes: z.array(
    z.object({
      action: z.enum(['create', 'change', 'remove']),
      kind: z.string(),
      name: z.string(),
      values: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
  consequences: z.array(sentence).describe('What the changes do beside the definitions'),
  base: z.string().describe('What the changes were judged against; sent along, it is refused when that has changed'),
  applied: z.boolean(),
})

/** The whole of what is configured, as a file is applied to it: `postbud apply --server`. */
export const configurationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/configuration',
    tag,
    summary: 'All that is configured, as a configuration file; secrets are masked, and stay when it is applied so',
    rights: 'administrator',
    answers: { 200: { contentType: 'application/yaml' } },
    handle: async ({ app, reply }) => {
      const stored = await readDefinitions(app.db)
      if (stored.length === 0) throw new DefinitionsMissingError()
      reply.type('application/yaml; charset=utf-8')
      return definitionsYaml(stored)
    },
  }),
  route({
    method: 'POST',
    path: '/configuration/start',
    tag,
    summary:
      'Configure the first things where nothing is configured: the environment, sources, and who the customers are',
    rights: 'administrator',
    starts: true,
    body: z.strictObject({
      environment: definitionBodies.environment,
      sources: z.record(thingName, definitionBodies.source),
      profiles: definitionBodies.profiles,
    }),
    answers: { 201: z.object(changedShape) },
    handle: async ({ app, person, body }) => {
      const changes = await changeFromOutside(app, person, {
        edit: (nothing) => ({ ...nothing, ...body }),
        ifMatch: [{ kind: 'environment', name: 'environment', version: null }],
        begins: true,
      })
      return changedNotes(changes)
    },
  }),
  route({
    method: 'POST',
    path: '/configuration/plan',
    tag,
    summary: 'What applying a configuration file would create, change and remove; nothing is written',
    rights: 'administrator',
    bodyLimit,
    body: z.strictObject(fileShape),
    answers: { 200: planSchema },
    handle: async ({ app, person, body }) => tell(await planFromOutside(app, person, body), false),
  }),
  route({
    method: 'POST',
    path: '/configuration/apply',
    tag,
    summary: 'Apply a configuration file; nothing is written where it has mistakes',
    rights: 'administrator',
    bodyLimit,
    starts: true,
    body: z.strictObject({ ...fileShape, base: z.string().max(100).exactOptional().describe('`base` of the plan') }),
    answers: { 200: planSchema },
    handle: async ({ app, person, body }) => tell(await applyFromOutside(app, person, body), true),
  }),
]

function tell({ issues, notes, plan, base }: SentPlan, applied: boolean): z.input<typeof planSchema> {
  return {
    valid: plan !== undefined,
    issues: [...issues],
    notes: [...notes],
    changes: (plan?.changes ?? []).map(({ values, ...change }) => ({
      ...change,
      values: values.map(({ path, before, after }) => ({ path, before, after })),
    })),
    consequences: [...(plan?.consequences ?? [])],
    base,
    applied: applied && plan !== undefined,
  }
}
