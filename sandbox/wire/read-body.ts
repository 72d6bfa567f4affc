import { invalid } from './answers.ts'

/** A JSON body as an object; anything else is a 400. */
export function objectBody(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('The request body must be an object.')
  return Object.fromEntries(Object.entries(body))
}

export function textIn(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`${name} must be a string.`)
  return value
}

/** An array of texts of at most `max`, or undefined when it is not there. */
export function textsIn(body: Record<string, unknown>, name: string, max: number): string[] | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
    throw invalid(`${name} must be an array of strings.`)
  if (value.length > max) throw invalid(`${name} holds more than ${max} entries.`)
  return value.map(String)
}
