const sorts = ['displayName', 'members', 'refreshedAt', 'status'] as const
type Sort = (typeof sorts)[number]

export const segmentStatuses = ['Not started', 'Successful', 'Failed', 'Skipped'] as const

/** What of the segments is looked at, as it stands in the address. */
export type SegmentsAsked = {
  readonly search?: string
  readonly sort?: Sort | `-${Sort}`
  readonly tag?: string
  readonly active?: 'true' | 'false'
  readonly type?: 'dynamic' | 'static'
  readonly status?: (typeof segmentStatuses)[number]
}

export function isSegmentSort(text: unknown): text is NonNullable<SegmentsAsked['sort']> {
  return typeof text === 'string' && sorts.some((sort) => text === sort || text === `-${sort}`)
}

/** What an address asks for; what makes no sense in it is left out. */
export function readSegmentsAsked(asked: Readonly<Record<string, unknown>>): SegmentsAsked {
  const { search, sort, tag, type, status } = asked
  // The router reads what looks like a number or a Boolean as one.
  const active = String(asked.active)
  const known = segmentStatuses.find((each) => each === status)
  return {
    ...(search !== undefined && search !== '' && { search: String(search) }),
    ...(isSegmentSort(sort) && { sort }),
    ...(tag !== undefined && tag !== '' && { tag: String(tag) }),
    ...((active === 'true' || active === 'false') && { active }),
    ...((type === 'dynamic' || type === 'static') && { type }),
    ...(known && { status: known }),
  }
}
