export const stepNames = ['map', 'deduplicate', 'match', 'merge', 'review'] as const

export type StepName = (typeof stepNames)[number]

/** The step in which what stands at a path of the profiles is edited. */
export function stepOf(path: string): StepName {
  if (/^tables\[\d+\]\.deduplicate/.test(path)) return 'deduplicate'
  if (/^(match|always|never)/.test(path)) return 'match'
  return /^groups|^clusters|^customerId|^fields\[\d+\]\.(merge|exclude)/.test(path) ? 'merge' : 'map'
}
