import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised when somebody asks how people were unified, and the profiles come from one source. */
export class NothingToUnifyError extends AppError {
  override readonly code = 'nothing_to_unify'
  override readonly recovery = 'never'
  constructor(source: string) {
    super(
      said`The profiles are the rows of source "${source}"; nothing is unified. Refresh that: postbud sources refresh ${source}`,
    )
  }
}
