import { z } from 'zod'
import { seesEmails } from '../../access/sees-emails.ts'
import { downloadReceipts } from '../../exports/receipts/download-receipts.ts'
import { pageReceipts, type ReceiptSearch, type ReceiptsOf } from '../../exports/receipts/page-receipts.ts'
import { findRunLike } from '../../exports/receipts/read-receipts.ts'
import type { RunRow } from '../../exports/run/run-store.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import { csvCells, sendCsv } from '../csv.ts'
import { openPlace, sealPlace } from '../cursors.ts'
import { listOf } from '../paging.ts'
import { type Asked, type Route, route } from '../route.ts'
import { leaverSchema, receiptSchema } from '../run-schemas.ts'
import { emailsFor } from '../shown-emails.ts'
import { environmentOf } from '../shown-run.ts'
import { runParams } from './runs.ts'

const tag = 'Runs'

/** Raised when receipts are asked for that were removed for their age. */
class ReceiptsForgottenError extends AppError {
  override readonly code = 'receipts_forgotten'
  override readonly recovery = 'never'
  constructor({ id }: RunRow) {
    super(
      said`The receipts of run ${id} were removed when they were older than environment.receiptDays. Its figures stay.`,
    )
  }
}

const filters = {
  search: z
    .string()
    .max(320)
    .exactOptional()
    .describe('A part of the profile\u2019s key, or of the address for those who see addresses'),
  outcome: z.string().max(50).exactOptional(),
  reason: z.string().max(100).exactOptional(),
}
const paging = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2000).exactOptional().describe('`next` of the page before'),
}
const placeSchema = z.tuple([z.string(), z.string(), z.string(), z.string()])

type Told = Pick<
  Asked<z.output<typeof runParams>, z.output<z.ZodObject<typeof filters>>, undefined>,
  'app' | 'params' | 'query'
> & {
  readonly person: Parameters<typeof emailsFor>[0]
}

/** The run, what of its receipts is asked for, and how texts in them are shown to whoever asks. */
async function asked({ app, person, params, query }: Told) {
  const run = await findRunLike(app.db, params.id)
  if (run.stage === 'finished' && run.plan_file === null && run.planned_at !== null)
    throw new ReceiptsForgottenError(run)
  const environment = await environmentOf(app)
  const search: ReceiptSearch = { ...query, searchEmails: seesEmails(person, environment) }
  const show = emailsFor(person, environment)
  return { run, search, show, shown: (text: string | null) => (text === null ? null : show(text)) }
}

export const runReceiptRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/runs/:id/receipts',
    tag,
    summary: 'What became of each member',
    rights: 'viewer',
    params: runParams,
    query: z.object({ ...filters, ...paging }),
    answers: { 200: listOf(receiptSchema) },
    handle: async (told) => {
      const { run, search, show, shown } = await asked(told)
      const { cursor, limit } = told.query
      const after = await openPlace(told.app, `members of ${run.id}`, cursor, placeSchema)
      const { receipts, last } = await pageReceipts(told.app, run, 'members', search, { after, limit })
      return {
        items: receipts.map(({ profile_key, email, detail, ...receipt }) => ({
          profileKey: show(profile_key),
          email: shown(email),
          detail: shown(detail),
          ...receipt,
        })),
        next: await sealPlace(told.app, `members of ${run.id}`, last),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/runs/:id/leavers',
    tag,
    summary: 'What became of each who left the segments',
    rights: 'viewer',
    params: runParams,
    query: z.object({ ...filters, ...paging }),
    answers: { 200: listOf(leaverSchema) },
    handle: async (told) => {
      const { run, search, show } = await asked(told)
      const { cursor, limit } = told.query
      const after = await openPlace(told.app, `leavers of ${run.id}`, cursor, placeSchema)
      const { receipts, last } = await pageReceipts(told.app, run, 'leavers', search, { after, limit })
      return {
        items: receipts.map(({ profile_key, email, ...receipt }) => ({
          profileKey: show(profile_key),
          email: show(email),
          ...receipt,
        })),
        next: await sealPlace(told.app, `leavers of ${run.id}`, last),
      }
    },
  }),
  csvOf('members', '/runs/:id/receipts.csv'),
  csvOf('leavers', '/runs/:id/leavers.csv'),
]

function csvOf(whose: ReceiptsOf, path: `/${string}`): Route {
  return route({
    method: 'GET',
    path,
    tag,
    summary: 'The same as a CSV file',
    rights: 'viewer',
    params: runParams,
    query: z.object({ ...filters, cells: csvCells }),
    answers: { 200: { contentType: 'text/csv' } },
    handle: async (told) => {
      const { cells, ...query } = told.query
      const { run, search, show } = await asked({ ...told, query })
      const table = await downloadReceipts(told.app, { actor: told.person, run, whose, search })
      return sendCsv(told.reply, { ...table, fileName: `${run.export_name}-${run.id}-${whose}`, show, cells })
    },
  })
}
