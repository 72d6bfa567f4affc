/** Which of the words that this console has is meant by one of the server's; undefined for one that it does not know yet. */
export function known<T extends string>(words: readonly T[], text: string): T | undefined {
  return words.find((each) => each === text)
}

export const stages = [
  'refreshing',
  'planning',
  'approval',
  'delivering',
  'settling',
  'removing',
  'closing',
  'finished',
] as const

export const triggers = ['manual', 'run all', 'CLI', 'API', 'own schedule', 'system refresh'] as const

export const kinds = ['export', 'test', 'retry', 'undo', 'repair', 'cleanup', 'erasure'] as const
