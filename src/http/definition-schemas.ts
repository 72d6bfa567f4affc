import { z } from 'zod'
import { thingName } from '../contract/column.ts'
import type {
  EnvironmentDefinition,
  ExportDefinition,
  ProfilesDefinition,
  RelationshipDefinition,
  SourceDefinition,
} from '../contract/definitions.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import { said } from '../lib/said.ts'
import { projectJsonSchema } from '../project/json-schema.ts'

type JsonSchema = Readonly<Record<string, unknown>>

/**
 * A definition in a request or an answer. The API's description shows its whole shape; what is sent is judged where
 * definitions are changed, which tells mistakes as those of a file are told.
 */
function definition<T extends object>(component: string) {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  return z.custom<T>(isObject, said`expected an object`).meta({ $ref: `#/components/schemas/${component}` })
}

export const definitionBodies = {
  environment: definition<EnvironmentDefinition>('Environment'),
  profiles: definition<ProfilesDefinition>('Profiles'),
  source: definition<SourceDefinition>('Source'),
  relationship: definition<RelationshipDefinition>('Relationship'),
  segment: definition<SegmentDefinition>('Segment'),
  export: definition<ExportDefinition>('Export'),
} as const

/** Keys that become others, null for those that are taken out (RFC 7396). */
export const patchBody = z
  .record(z.string(), z.unknown())
  .describe('What becomes another value; null takes a key out (JSON Merge Patch)')

export const nameParams = z.object({ name: thingName })

/** The shapes of definitions as components of the API's description, from the JSON Schema of the file. */
export function definitionComponents(): Record<string, JsonSchema> {
  const { properties = {}, $defs } = projectJsonSchema() as {
    properties?: Record<string, JsonSchema>
    $defs?: Record<string, JsonSchema>
  }
  const entry = (section: string) => properties[section]?.additionalProperties as JsonSchema
  const { segment, ...parts } = $defs ?? {}
  const components: Record<string, JsonSchema | undefined> = {
    Environment: properties.environment,
    Profiles: properties.profiles,
    Source: entry('sources'),
    Relationship: entry('relationships'),
    Segment: segment,
    Connection: entry('connections'),
    Export: entry('exports'),
    ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [`segment-${name}`, part])),
  }
  return JSON.parse(
    JSON.stringify(components).replaceAll(/"#\/\$defs\/(\w+)"/g, (_, name: string) =>
      JSON.stringify(`#/components/schemas/${name === 'segment' ? 'Segment' : `segment-${name}`}`),
    ),
  ) as Record<string, JsonSchema>
}
