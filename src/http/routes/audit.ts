import { Readable } from 'node:stream'
import { z } from 'zod'
import { verifyAudit } from '../../access/audit.ts'
import { type AuditFilter, type AuditRow, readAudit, streamAudit } from '../../access/read-audit.ts'
import { type Route, route } from '../route.ts'

const filterShape = {
  actor: z.string().min(1).exactOptional().describe('A part of the name of whoever did it'),
  action: z.string().min(1).exactOptional().describe('An action such as export.change, or its noun'),
  targetKind: z.string().min(1).exactOptional(),
  target: z.string().min(1).exactOptional(),
  from: z.coerce.date().exactOptional().describe('Not before this moment (ISO 8601)'),
  until: z.coerce.date().exactOptional().describe('Before this moment (ISO 8601)'),
}

const entrySchema = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  actorId: z.string().nullable(),
  via: z.enum(['console', 'API', 'CLI', 'system']),
  address: z.string().nullable(),
  action: z.string(),
  targetKind: z.string(),
  target: z.string(),
  before: z.unknown().describe('What stood before, without secrets; null where nothing did'),
  after: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
})

export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/audit',
    tag: 'Audit log',
    summary: 'Who did what to what, newest first',
    rights: 'administrator',
    query: z.object({
      ...filterShape,
      limit: z.coerce.number().int().min(1).max(500).default(100),
      cursor: z.coerce.number().int().positive().exactOptional().describe('`next` of the page before'),
    }),
    answers: { 200: z.object({ items: z.array(entrySchema), next: z.int().nullable() }) },
    handle: async ({ app, query: { limit, cursor, ...filter } }) => {
      const page = { order: 'newest first', limit, ...(cursor !== undefined && { beyond: cursor }) } as const
      const rows = await readAudit(app.db, filter, page)
      return { items: rows.map(entryOf), next: rows.length === limit ? (rows.at(-1)?.seq ?? null) : null }
    },
  }),
  route({
    method: 'GET',
    path: '/audit/download',
    tag: 'Audit log',
    summary: 'Every entry that matches, oldest first, one JSON object a line',
    rights: 'administrator',
    query: z.object(filterShape),
    answers: { 200: { contentType: 'application/x-ndjson' } },
    handle: ({ app, query, reply }) => {
      reply.type('application/x-ndjson').header('content-disposition', 'attachment; filename="postbud-audit.ndjson"')
      return Readable.from(linesOf(app.db, query))
    },
  }),
  route({
    method: 'GET',
    path: '/audit/verification',
    tag: 'Audit log',
    summary: 'Whether every entry is as it was written',
    rights: 'administrator',
    query: z.object({
      seq: z.coerce.number().int().positive().exactOptional().describe('The number of an entry that was noted earlier'),
      hash: z.string().exactOptional().describe('and its hash: tells whether entries were taken off the end'),
    }),
    answers: {
      200: z.object({
        intact: z.boolean(),
        entries: z.int(),
        head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
        brokenAt: z.int().nullable(),
      }),
    },
    handle: async ({ app, query: { seq, hash } }) => {
      const noted = seq !== undefined && hash !== undefined ? { seq, hash } : undefined
      const { rows, head, brokenAt } = await verifyAudit(app.db, noted)
      return { intact: brokenAt === undefined, entries: rows, head: head ?? null, brokenAt: brokenAt ?? null }
    },
  }),
]

async function* linesOf(db: Parameters<typeof streamAudit>[0], filter: AuditFilter): AsyncGenerator<string> {
  for await (const row of streamAudit(db, filter)) yield `${JSON.stringify(entryOf(row))}\n`
}

function entryOf(row: AuditRow): z.input<typeof entrySchema> {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actor: row.actor,
    actorId: row.actor_id,
    via: row.via,
    address: row.address,
    action: row.action,
    targetKind: row.target_kind,
    target: row.target,
    before: row.before,
    after: row.after,
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}
