import { type ApplicationBudget, applicationBudgets } from '../../connections/application-budgets.ts'
import type { Definitions } from '../../contract/definitions.ts'
import type { Db } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Variables } from '../../lib/variables.ts'
import { forecastRuns, type RunForecast } from './forecast-runs.ts'
import { type OpenRun, readOpenRuns } from './open-runs.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly variables: Variables }

export type ForecastRun = OpenRun & {
  /** The client id whose budget it spends; null when its connection is not declared any more. */
  readonly application: string | null
  /** Absent where it cannot be told: the run is not planned yet, waits for a person, or has no connection. */
  readonly forecast?: RunForecast
}

export type BudgetOutlook = {
  readonly applications: readonly ApplicationBudget[]
  /** Every run that has not ended, in the order in which they were made. */
  readonly runs: readonly ForecastRun[]
}

/** What is left of each application's day, and when the runs that are open will have ended if each is carried on now. */
export async function budgetOutlook(needs: Needs, written: Definitions): Promise<BudgetOutlook> {
  const applications = await applicationBudgets(needs, written)
  const runs = await readOpenRuns(needs)
  const forecasts = new Map<OpenRun, RunForecast | undefined>()
  for (const application of applications) {
    const mine = runs.filter((run) => isOf(application, run))
    const found = forecastRuns(needs.clock.now(), mine, application)
    for (const [at, run] of mine.entries()) forecasts.set(run, found[at])
  }
  return {
    applications,
    runs: runs.map((run) => {
      const application = applications.find((each) => isOf(each, run))
      const forecast = forecasts.get(run)
      return { ...run, application: application?.clientId ?? null, ...(forecast && { forecast }) }
    }),
  }
}

function isOf({ connections }: ApplicationBudget, { connection }: OpenRun): boolean {
  return connection !== null && connections.includes(connection)
}
