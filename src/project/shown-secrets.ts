import type { Definitions } from '../contract/definitions.ts'
import { masked } from './plan-changes.ts'

/** A definition as it is shown: secrets that stand in it, and are no references to variables, are masked. */
export function withoutSecrets<T extends object>(body: T): T {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, masked([key], value)])) as T
}

/** Definitions that somebody edited as they were shown: where a mask came back, the secret behind it stays. */
export function withSecretsKept(before: Definitions, after: Definitions): Definitions {
  return {
    ...after,
    sources: keptIn(before.sources, after.sources),
    connections: keptIn(before.connections, after.connections),
  }
}

function keptIn<T extends object>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(after).map(([name, body]) => [name, Object.hasOwn(before, name) ? kept(before[name], body) : body]),
  )
}

function kept<T extends object>(before: T | undefined, after: T): T {
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => {
      const secret = before && Reflect.get(before, key)
      const isShown = secret !== undefined && value !== secret && value === masked([key], secret)
      return [key, isShown ? secret : value]
    }),
  ) as T
}
