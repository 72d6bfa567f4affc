import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'

/** How many members ended in each way, by outcome and reason. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Raised when a run's receipts do not account for each member exactly once. Such a run is itself a failure. */
export class ConservationError extends AppError {
  override readonly code = 'sums_disagree'
  override readonly recovery = 'never'
  constructor(runId: string, what: string) {
    super(
      said`Run ${runId} does not account for every member exactly once: ${what}. Nothing was written to the ledger. Please report this; the run's files are kept.`,
    )
  }
}
