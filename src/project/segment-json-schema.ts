import { z } from 'zod'
import { operatorNames, timeUnits } from '../contract/operators.ts'
import { segmentScheduleSchema } from '../contract/schedule.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` })
const scalar: JsonSchema = { type: ['string', 'number', 'boolean'] }
const orderable: JsonSchema = { type: ['string', 'number'] }
const pathOfNames: JsonSchema = {
  type: 'array',
  items: ref('name'),
  description: 'The relationships to walk, where several ways lead to the tables that are named',
}

const oneOperator = operatorNames.map((name) => ({ required: [name] }))

/** The definitions of rules in the JSON Schema, for editors; `contract/parse-segment.ts` is what judges them. */
export function segmentJsonSchema(): Record<string, JsonSchema> {
  return {
    segment: {
      type: 'object',
      description: 'The customers who meet the rules',
      properties: {
        displayName: { type: 'string', description: 'The name people see' },
        tags: {
          type: 'array',
          items: { type: 'string', minLength: 1, maxLength: 50 },
          maxItems: 20,
          uniqueItems: true,
          description: 'Words by which people find it again',
        },
        state: { enum: ['active', 'inactive'], description: 'Inactive segments are never refreshed. Default active' },
        type: {
          enum: ['dynamic', 'static'],
          description: 'Static segments are refreshed by hand only. Default dynamic',
        },
        schedule: scheduleSchema(),
        rules: {
          type: 'array',
          minItems: 1,
          items: ref('rule'),
          description:
            'Rules in order: the first is where, each later one says how it is combined with the ones before',
        },
      },
      required: ['rules'],
      additionalProperties: false,
    },
    rule: {
      anyOf: [
        rule('where', 'Whom the segment starts with'),
        rule('union', 'Those before, and these'),
        rule('intersect', 'Those before who are among these'),
        rule('except', 'Those before who are not among these'),
      ],
    },
    // The body of a rule may choose its path; what stands inside it may not.
    body: { anyOf: [...nodes({ path: pathOfNames }), ref('aggregate')] },
    node: { anyOf: [...nodes({}), ref('aggregate')] },
    aggregate: {
      anyOf: [
        aggregate('count', { type: 'string' }, 'The number of rows of a source'),
        ...['sum', 'average', 'min', 'max'].map((kind) => aggregate(kind, ref('column'), `The ${kind} of a column`)),
      ],
    },
  }
}

function nodes(also: Readonly<Record<string, JsonSchema>>): JsonSchema[] {
  return [
    node('all', { type: 'array', items: ref('node') }, 'All of these hold', also),
    node('any', { type: 'array', items: ref('node') }, 'At least one of these holds', also),
    node('not', ref('node'), 'This does not hold', also),
    node('segment', { type: 'string' }, 'The members of another segment', also),
    condition(also),
  ]
}

function condition(also: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: 'object',
    description: 'A column and exactly one operator',
    properties: {
      column: ref('column'),
      ignoreCase: {
        type: 'boolean',
        description: 'Compare texts without regard to case and white space at the ends',
      },
      ...also,
      ...operators(),
    },
    required: ['column'],
    additionalProperties: false,
    oneOf: oneOperator,
  }
}

function rule(key: string, description: string): JsonSchema {
  return {
    type: 'object',
    description,
    properties: { [key]: ref('body') },
    required: [key],
    additionalProperties: false,
  }
}

function node(
  key: string,
  value: JsonSchema,
  description: string,
  also: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const properties = { [key]: { description, ...value }, ...also }
  return { type: 'object', properties, required: [key], additionalProperties: false }
}

function aggregate(key: string, value: JsonSchema, description: string): JsonSchema {
  const properties = {
    [key]: { description, ...value },
    where: { ...ref('node'), description: 'Only the rows that meet this; bare columns are those of the rows' },
    path: pathOfNames,
    ...operators(),
  }
  return { type: 'object', properties, required: [key], additionalProperties: false, oneOf: oneOperator }
}

function operators(): Record<string, JsonSchema> {
  return Object.fromEntries(operatorNames.map((name) => [name, operand(name)]))
}

/** The value that an operator takes. A negation takes what the operator itself takes. */
function operand(operator: string): JsonSchema {
  const positive = operator.replace(/^not(?=[A-Z])/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase())
  switch (positive) {
    case 'equals':
      return scalar
    case 'in':
      return { type: 'array', items: scalar }
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'timeAt':
      return { type: 'string' }
    case 'isNull':
    case 'isNotNull':
    case 'yearToDate':
      return { const: true }
    case 'between':
      return { type: 'array', items: orderable, minItems: 2, maxItems: 2 }
    case 'withinLast':
      return {
        type: 'object',
        properties: { value: { type: 'integer', minimum: 0 }, unit: { enum: timeUnits } },
        required: ['value', 'unit'],
        additionalProperties: false,
      }
    default:
      return orderable
  }
}

function scheduleSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(segmentScheduleSchema, { io: 'input' })
  return schema
}
