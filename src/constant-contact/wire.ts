import { said } from '../lib/said.ts'
import { UnexpectedAnswerError } from './errors.ts'

/** An object of an answer. Fields we do not know are ignored, fields that are absent are undefined. */
export type WireObject = Readonly<Record<string, unknown>>

/** The value as an object, or an UnexpectedAnswerError that says what was looked for. */
export function objectOf(value: unknown, about: string): WireObject {
  const object = wireObject(value)
  if (object) return object
  throw new UnexpectedAnswerError(about, said`expected an object, found ${nameOf(value)}`)
}

/** The array at `key`, each item read by `read`. */
export function arrayAt<T>(value: unknown, key: string, about: string, read: (item: unknown) => T): T[] {
  const found = objectOf(value, about)[key]
  if (!Array.isArray(found)) throw new UnexpectedAnswerError(about, said`"${key}" is ${nameOf(found)}, not a list`)
  return found.map(read)
}

/** A text that everything hangs on. */
export function needText(object: WireObject, key: string, about: string): string {
  const text = textOf(object[key])
  if (text === undefined) throw new UnexpectedAnswerError(about, said`"${key}" is ${nameOf(object[key])}`)
  return text
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A count; Constant Contact writes some of its numbers as text. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined
}

export function momentOf(value: unknown): Date | undefined {
  const moment = typeof value === 'string' ? new Date(value) : undefined
  return moment && !Number.isNaN(moment.getTime()) ? moment : undefined
}

/** Where the link called `name` leads, or undefined where there is none. */
export function linkOf(value: unknown, name: string): string | undefined {
  const links = wireObject(wireObject(value)?._links)
  return textOf(wireObject(links?.[name])?.href)
}

/** The same object without the keys that are undefined, for types whose optional fields are absent or there. */
export function present<T extends object>(object: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}

function wireObject(value: unknown): WireObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireObject) : undefined
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  return Array.isArray(value) ? said`a list` : typeof value
}
