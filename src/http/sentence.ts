import { z } from 'zod'
import type { Translate } from '../lib/sentences.ts'

const sentences = z.registry<{ readonly isSentence: true }>()

/** A sentence of ours in an answer: it is told in the language that was asked for. */
export const sentence = z.string().register(sentences, { isSentence: true })

/** The same value with its sentences said otherwise. */
export type Tell = (value: unknown, say: Translate) => unknown

/** How the sentences in an answer of this shape are told; undefined for a shape without any. */
export function tellerOf(schema: z.core.$ZodType): Tell | undefined {
  if (sentences.get(schema)) return (value, say) => (typeof value === 'string' ? say(value) : value)
  if (schema instanceof z.ZodArray) return eachOf(tellerOf(schema.element))
  if (schema instanceof z.ZodObject) return partsOf(schema.shape)
  if (schema instanceof z.ZodRecord) return valuesOf(tellerOf(schema.valueType))
  if (schema instanceof z.ZodUnion) return oneAfterAnother(schema.options.map(tellerOf))
  if (schema instanceof z.ZodIntersection) {
    return oneAfterAnother([schema.def.left, schema.def.right].map(tellerOf))
  }
  const inner = 'innerType' in schema._zod.def ? schema._zod.def.innerType : undefined
  return inner instanceof z.core.$ZodType ? tellerOf(inner) : undefined
}

function eachOf(tell: Tell | undefined): Tell | undefined {
  return tell && ((value, say) => (Array.isArray(value) ? value.map((each) => tell(each, say)) : value))
}

function valuesOf(tell: Tell | undefined): Tell | undefined {
  return (
    tell &&
    ((value, say) =>
      isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tell(each, say)])) : value)
  )
}

function partsOf(shape: Readonly<Record<string, z.core.$ZodType>>): Tell | undefined {
  const parts = Object.entries(shape).flatMap(([key, part]) => {
    const tell = tellerOf(part)
    return tell ? [[key, tell] as const] : []
  })
  if (parts.length === 0) return undefined
  return (value, say) =>
    isObject(value)
      ? {
          ...value,
          ...Object.fromEntries(parts.flatMap(([key, tell]) => (key in value ? [[key, tell(value[key], say)]] : []))),
        }
      : value
}

/** For a value that is one of several shapes: what is not there in it is not told, and what is in two of them says the same. */
function oneAfterAnother(tellers: readonly (Tell | undefined)[]): Tell | undefined {
  const told = tellers.filter((tell) => tell !== undefined)
  if (told.length === 0) return undefined
  return (value, say) => told.reduce((last, tell) => tell(last, say), value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
