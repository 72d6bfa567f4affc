import { stringify } from 'yaml'
import { type DefinitionRow, kindOfSection } from '../definitions/load-definitions.ts'
import { withoutSecrets } from './shown-secrets.ts'

/**
 * All that is configured as the text of a configuration file, without secrets: applied, it changes nothing. References to
 * variables stay as they are written.
 */
export function definitionsYaml(stored: readonly DefinitionRow[]): string {
  const only = (kind: 'environment' | 'profiles') => stored.find((row) => row.kind === kind)?.body ?? {}
  const named = Object.entries(kindOfSection).flatMap(([section, kind]) => {
    const things = stored.filter((row) => row.kind === kind)
    if (things.length === 0) return []
    return [[section, Object.fromEntries(things.map(({ name, body }) => [name, withoutSecrets(body)]))]]
  })
  const { sources, ...others } = Object.fromEntries(named) as Record<string, object>
  return stringify(
    { environment: only('environment'), ...(sources && { sources }), profiles: only('profiles'), ...others },
    { lineWidth: 120 },
  )
}
