import { z } from 'zod'
import { sentence } from './sentence.ts'

const moment = z.iso.datetime()
const counts = z.record(z.string(), z.int())
const byReason = z.record(z.string(), counts)

const doneOf = z.object({ done: z.int(), inAll: z.int() })
const numbers = {
  people: doneOf.exactOptional().describe('People of the present stage'),
  jobs: doneOf.exactOptional().describe('Jobs sent or settled in the present stage'),
  contacts: z
    .object({ done: z.int(), inAll: z.int().nullable() })
    .exactOptional()
    .describe('Contacts of the list that were read, of how many are counted there'),
  perSecond: z.number().exactOptional(),
  secondsLeft: z.number().exactOptional(),
  requestsLeftToday: z.int().exactOptional(),
}

const reasonSchema = z.object({ what: z.string(), todo: z.string() })
const noted = z.object({ by: z.string(), at: moment, note: z.string().nullable() })

const shape = {
  id: z.string(),
  export: z.string(),
  kind: z.string().describe('export, test, retry, undo, repair, cleanup or erasure'),
  subject: z.string().nullable().describe('The run that a retry or an undo is about, or the list that is cleaned up'),
  trigger: z.string().describe('manual, run all, CLI, API, own schedule or system refresh'),
  startedBy: z.string(),
  status: z.string(),
  stage: z.string(),
  reason: z.string().nullable().describe('Why it waits or ended as it did (postbud reasons)'),
  message: sentence.nullable(),
  explanation: z
    .object({ en: reasonSchema, da: reasonSchema })
    .nullable()
    .describe('What the reason means and what to do about it'),
  waitsFor: z.string().nullable(),
  waitsUntil: moment.nullable(),
  nextAttemptAt: moment.nullable().describe('When it is carried on by itself; null is as soon as there is room'),
  failures: z.int().describe('How often in a row it failed at what may heal by itself'),
  cancel: noted.nullable().describe('Who canceled it'),
  progress: z
    .object({ at: moment, what: z.string(), ...numbers })
    .nullable()
    .describe('How far it is, as it was last told; at most once a second'),
  members: z.int().nullable(),
  outcomes: counts.nullable().describe('How many members ended in each way'),
  leavers: counts.nullable().describe('How many of those who left the segments ended in each way'),
  createdAt: moment.describe('When it was asked for'),
  plannedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  seconds: z.number().nullable().describe('From asking to the end'),
}

export const runSchema = z.object(shape)

const tripped = z.object({
  guard: z.string(),
  figure: z.number(),
  limit: z.number(),
  sentence,
  segment: z.string().exactOptional(),
})

export const runDetailSchema = z.object({
  ...shape,
  permission: z.enum(['edit', 'view']).describe('What you may do with its export'),
  account: z.string().nullable(),
  list: z.string().nullable(),
  approval: z
    .looseObject({
      tripped: z.array(tripped),
      askedAt: moment,
      approved: noted.exactOptional(),
      rejected: noted.exactOptional(),
    })
    .nullable()
    .describe('Which guards stopped it, and what a person decided'),
  funnel: z
    .object({
      members: z.int(),
      heldBack: counts,
      rejected: counts,
      deliverable: z.int(),
      unchanged: z.int(),
      new: z.int(),
      changed: z.int(),
      segments: counts.describe('Members by segment'),
      leavers: z.int(),
      toRemove: z.int(),
      corruptRows: z.int(),
      newContactsAtMost: z.int().nullable().describe('New to the account, who are billed'),
      outcomes: byReason.nullable().describe('How members ended, by outcome and reason'),
      removals: byReason.nullable().describe('How leavers ended, by outcome and reason'),
    })
    .nullable()
    .describe('The way from members to delivered; null until it is planned'),
  tasks: z.array(
    z.object({
      stage: z.string(),
      startedAt: moment,
      endedAt: moment.nullable(),
      seconds: z.number().nullable(),
      entered: z.int().describe('Once more after each kill or wait'),
      counts: z.object(numbers).nullable(),
    }),
  ),
  batches: z.array(
    z.object({
      number: z.int(),
      kind: z.enum(['import', 'removal']),
      people: z.int(),
      bytes: z.int(),
      state: z.string().describe('written, sending, accepted, settled, empty or unknown'),
      sentAt: moment.nullable(),
      activity: z.string().nullable().describe('Constant Contact\u2019s job'),
      verdict: z.looseObject({ kind: z.string() }).nullable().describe('How Constant Contact settled it'),
    }),
  ),
  receipts: z.boolean().describe('Whether its receipts can still be read'),
  previous: z
    .object({
      id: z.string(),
      status: z.string(),
      seconds: z.number(),
      finishedAt: moment,
      tasks: z.array(z.object({ stage: z.string(), seconds: z.number().nullable() })),
    })
    .nullable()
    .describe('The one before, to compare how long it took'),
})

export const receiptSchema = z.object({
  profileKey: z.string(),
  email: z.string().nullable(),
  outcome: z.string(),
  reason: z.string().nullable(),
  detail: sentence.nullable(),
  notes: sentence.nullable(),
  batch: z.int().nullable(),
})

export const leaverSchema = z.object({
  profileKey: z.string(),
  email: z.string(),
  outcome: z.string(),
  reason: z.string(),
  why: sentence,
})
