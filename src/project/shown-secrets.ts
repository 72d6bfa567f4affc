import type { Definitions, EnvironmentDefinition, SourceDefinition } from '../contract/definitions.ts'
import { masked } from './plan-changes.ts'

/** A definition as it is shown: secrets that stand in it, and are no references to variables, are masked. */
export function withoutSecrets<T extends object>(body: T): T {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, masked([key], value)])) as T
}

/** Definitions that somebody edited as they were shown: where a mask came back, the secret behind it stays. */
export function withSecretsKept(before: Definitions, after: Definitions): Definitions {
  return {
    ...after,
    environment: keptInEnvironment(before.environment, after.environment),
    sources: keptIn(before.sources, after.sources),
    connections: keptIn(before.connections, after.connections),
  }
}

/** The same for one source. */
export function withSourceSecretsKept(before: SourceDefinition, after: SourceDefinition): SourceDefinition {
  return kept(before, after, [])
}

/** A webhook's address opens it as well as its secret does, so that both are shown masked. */
function keptInEnvironment(before: EnvironmentDefinition, after: EnvironmentDefinition): EnvironmentDefinition {
  const known = before.alerts?.webhooks
  const webhooks = after.alerts?.webhooks
  if (!known || typeof webhooks !== 'object' || webhooks === null) return after
  return { ...after, alerts: { ...after.alerts, webhooks: keptIn(known, webhooks, ['webhooks']) } }
}

function keptIn<T extends object>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  within: readonly string[] = [],
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(after).map(([name, body]) => [
      name,
      Object.hasOwn(before, name) ? kept(before[name], body, within) : body,
    ]),
  )
}

function kept<T extends object>(before: T | undefined, after: T, within: readonly string[]): T {
  // Whatever else somebody sent is judged with the rest of its shape.
  if (typeof after !== 'object' || after === null || Array.isArray(after)) return after
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => {
      const secret = before && Reflect.get(before, key)
      const isShown = secret !== undefined && value !== secret && value === masked([...within, key], secret)
      return [key, isShown ? secret : value]
    }),
  ) as T
}
