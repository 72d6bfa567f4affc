import type { TestProject } from 'vitest/node'

/** Builds the console, unless what was built is newer than its sources, for tests in a browser. */
export default async function setUp({ provide }: TestProject): Promise<void> {
  await import('../../console/build-when-older.ts')
  provide('postgres', null)
}
