import type { TestProject } from 'vitest/node'

/** Tests of this project have their control databases in their data directories. */
export default function setUp({ provide }: TestProject): void {
  provide('postgres', null)
}
