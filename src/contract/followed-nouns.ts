/** Of which things the server tells those who follow everything that something stands otherwise, beside runs and refreshes. */
export const followedNouns = [
  // What applications have spent of their requests.
  'budget',
  'connection',
  'environment',
  'erasure',
  'export',
  // What needs a person.
  'need',
  // Whether all delivery is stopped.
  'pause',
  'profiles',
  'relationship',
  'segment',
  'source',
] as const
export type FollowedNoun = (typeof followedNouns)[number]
