import type { Person } from '../access/person.ts'
import type { EnvironmentDefinition } from '../contract/definitions.ts'
import { readDefinitions } from '../definitions/load-definitions.ts'
import { readPause } from '../exports/run/pause.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { type RunView, runView } from '../runs/run-view.ts'
import type { ServerApp } from './server-app.ts'
import { emailsFor } from './shown-emails.ts'

/** How runs are shown to somebody. Constant Contact's own words may stand in a message, and addresses in those. */
export async function shownTo(app: ServerApp, person: Person): Promise<(run: RunRow) => RunView> {
  const paused = (await readPause(app.directory)) !== undefined
  const show = emailsFor(person, await environmentOf(app))
  return (run) => {
    const view = runView(run, paused)
    return { ...view, message: view.message === null ? null : show(view.message) }
  }
}

/** The environment, or nothing decided where nothing has been configured yet. */
export async function environmentOf({ db }: Pick<ServerApp, 'db'>): Promise<EnvironmentDefinition> {
  const stored = await readDefinitions(db)
  return (stored.find(({ kind }) => kind === 'environment')?.body ?? {}) as EnvironmentDefinition
}
