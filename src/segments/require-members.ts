import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { type Members, membersOf } from './members-of.ts'

/** Raised when the members of a segment are asked for before they were ever computed. */
export class SegmentNotRefreshedError extends AppError {
  override readonly code = 'segment_not_refreshed'
  override readonly recovery = 'never'
  constructor(name: string) {
    super(said`Segment "${name}" has no members yet. Run: postbud segments refresh ${name}`)
  }
}

/** The newest good members of a segment. Throws SegmentNotRefreshedError before the first refresh. */
export async function requireMembers(needs: Parameters<typeof membersOf>[0], segment: string): Promise<Members> {
  const members = await membersOf(needs, segment)
  if (!members) throw new SegmentNotRefreshedError(segment)
  return members
}
