import type { Person } from '../access/person.ts'
import type { AlertSettings } from '../contract/alerts.ts'
import type { ExpectedVersion } from '../definitions/definition-version.ts'
import { safeAddress } from '../lib/safe-address.ts'
import { referencesIn } from '../lib/variables.ts'
import { type ChangedDefinitions, DefinitionInvalidError } from './change-definitions.ts'
import { changeFromOutside } from './change-from-outside.ts'

/**
 * Sets who is told when something needs a person; null sets the defaults. Throws as `changeDefinitions` does, and
 * DefinitionInvalidError for a webhook that Postbud may not be led to.
 */
export async function changeAlertSettings(
  needs: Parameters<typeof changeFromOutside>[0],
  person: Person,
  settings: AlertSettings | null,
  seen: ExpectedVersion,
): Promise<ChangedDefinitions> {
  return changeFromOutside(needs, person, {
    ifMatch: [seen],
    edit: ({ environment: { alerts: before, ...environment }, ...others }) => {
      requireAllowed(needs, settings, before)
      return { ...others, environment: { ...environment, ...(settings && { alerts: settings }) } }
    },
  })
}

/** What stands in a variable is judged when it is called, as every address is again. */
function requireAllowed(
  { config }: Parameters<typeof changeFromOutside>[0],
  settings: AlertSettings | null,
  before: AlertSettings | undefined,
): void {
  const mistakes = Object.entries(settings?.webhooks ?? {}).flatMap(([name, { url }]) => {
    if (referencesIn(url).length > 0 || /^\*+$/.test(url) || url === before?.webhooks?.[name]?.url) return []
    try {
      safeAddress(url, config.allowedHosts)
      return []
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      return [{ path: ['environment', 'alerts', 'webhooks', name, 'url'], message }]
    }
  })
  if (mistakes.length > 0) throw new DefinitionInvalidError(mistakes)
}
