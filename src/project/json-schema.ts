import { z } from 'zod'
import { columnRef, thingName } from '../contract/column.ts'
import { definitionsSchema } from '../contract/definitions-schema.ts'
import { segmentJsonSchema } from './segment-json-schema.ts'

type JsonSchema = {
  readonly [key: string]: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly description?: string
}

/** The JSON Schema of `postbud.yaml` for editors: every key with its type and a line of help. */
export function projectJsonSchema(): JsonSchema {
  const generated = z.toJSONSchema(definitionsSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const { properties = {}, ...rest } = generated
  const segments = properties.segments
  return {
    ...rest,
    title: 'postbud.yaml',
    description: 'What Postbud reads, whom it picks, and which Constant Contact lists they go on.',
    properties: { ...properties, segments: { ...segments, additionalProperties: { $ref: '#/$defs/segment' } } },
    // Keys of one's own are a place for anchors.
    patternProperties: { '^x-': {} },
    $defs: {
      ...segmentJsonSchema(),
      name: plain(thingName),
      column: plain(columnRef),
    },
  }
}

function plain(schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema
  return rest
}

const shape = z.toJSONSchema(definitionsSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

/** The keys that something at a path may have, whichever of its alternatives it is. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  return [...new Set(schemasAt(path).flatMap((schema) => Object.keys(schema.properties ?? {})))]
}

/** The line of help for what stands at a path. */
export function describedAt(path: readonly PropertyKey[]): string | undefined {
  return schemasAt(path).find(({ description }) => description !== undefined)?.description
}

function schemasAt(path: readonly PropertyKey[]): JsonSchema[] {
  return path.reduce<JsonSchema[]>(
    (schemas, step) => schemas.flatMap((schema) => stepInto(schema, step)),
    alternatives(shape),
  )
}

function stepInto(schema: JsonSchema, step: PropertyKey): JsonSchema[] {
  if (typeof step === 'number') return schema.items ? alternatives(schema.items) : []
  const own = schema.properties?.[String(step)]
  if (own) return alternatives(own)
  return typeof schema.additionalProperties === 'object' ? alternatives(schema.additionalProperties) : []
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(alternatives)]
}
