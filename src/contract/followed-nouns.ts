/** Of which things the server tells those who follow everything that something stands otherwise, beside runs and refreshes. */
export const followedNouns = [
  'connection',
  'environment',
  'erasure',
  'export',
  // What needs a person.
  'need',
  'profiles',
  'relationship',
  'segment',
  'source',
] as const
export type FollowedNoun = (typeof followedNouns)[number]
