import type { Definitions } from '../contract/definitions.ts'
import type { Remaining } from '../db/tables/privacy.ts'
import type { EngineSession } from '../engine/engine.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import { type ErasureSubject, writeSubject } from './erasure-subject.ts'
import type { Holding } from './holding.ts'

/** What is at work on an erasure, and what it knows meanwhile. */
export type Work = {
  readonly needs: RunNeeds
  readonly written: Definitions
  /** With today's values of variables, where they are set. */
  readonly definitions: Definitions
  readonly session: EngineSession
  readonly id: string
  subject: ErasureSubject
  /** What is told of uploads that could not be looked through. */
  unread: readonly Remaining[]
  readonly signal: AbortSignal
}

/** Writes down what is known of whom it is about, before anything is done by it. */
export async function save(work: Work, subject: ErasureSubject): Promise<void> {
  await writeSubject(work.needs.directory, work.id, subject)
  work.subject = subject
}

/** Takes out what was found, after it is written down how much that is. Answers how many entries were. */
export async function erase(work: Work, holdings: readonly Holding[]): Promise<number> {
  const { directory } = work.needs
  const found = { ...work.subject.found }
  for (const { kind, place, entries } of holdings) {
    const name = `${kind}:${place.replace(directory.root, '')}`
    found[name] = Math.max(found[name] ?? 0, entries)
  }
  if (JSON.stringify(found) !== JSON.stringify(work.subject.found)) await save(work, { ...work.subject, found })
  for (const { erase: take } of holdings) {
    work.signal.throwIfAborted()
    await take()
  }
  return holdings.reduce((sum, { entries }) => sum + entries, 0)
}
