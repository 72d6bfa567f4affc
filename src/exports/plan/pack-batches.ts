import type { EngineSession } from '../../engine/engine.ts'
import type { PlanInput } from './plan-input.ts'
import { bitsOf, splitMasks } from './split-masks.ts'

/** One import to be made; whose lines it holds is in the session's table `sends`. */
export type PackedBatch = {
  readonly number: number
  readonly people: number
  /** Column titles, the e-mail's first. */
  readonly header: readonly string[]
}

/**
 * Packs everybody who is new or changed into batches: fills the session's temporary table `sends` (`profile_key, email,
 * batch, extra, line`) from `judged` and answers the batches in order.
 *
 * No blank cell is ever sent, since what a blank does is unknown (constant-contact.md, 3): people are grouped by which
 * fields they fill, each group with its own header. Where that would make too many groups, the people of the rare ones are
 * sent in several narrower lines (an import changes only the properties it is given); all but the first are `extra`.
 */
export async function packBatches(
  session: EngineSession,
  input: PlanInput,
  signal?: AbortSignal,
): Promise<PackedBatch[]> {
  const options = signal ? { signal } : {}
  await session.run('create or replace temp table part (mask bigint, part bigint, place integer, rank integer)')
  const filled = await session.rows<{ mask: number; people: number }>(
    `select mask, count(*) as people from judged where standing in ('new', 'changed') group by mask order by people desc, mask`,
  )
  const parts = splitMasks(filled, input.fields.length)
  const ranked = [...new Set(parts.map(({ part }) => part))]
  if (parts.length > 0) {
    const rows = parts.map(({ mask, part, place }) => `(${mask}, ${part}, ${place}, ${ranked.indexOf(part)})`)
    await session.run(`insert into part values ${rows.join(', ')}`)
  }
  await session.run(
    `create or replace temp table lines as
     select profile_key, email, rank, place > 0 as extra, ${lineSql(input)} as line
     from judged join part using (mask) where standing in ('new', 'changed')`,
    [],
    options,
  )
  await session.run(`create or replace temp table cut as ${await cutQuery(session, input, ranked)}`, [], options)
  await session.run(
    `create or replace temp table sends as
     select profile_key, email, extra, line, rank, batch from lines join cut on cut.id = lines.rowid`,
    [],
    options,
  )
  await session.run('drop table lines; drop table cut')
  const batches = await session.rows<{ number: number; people: number; rank: number }>(
    'select batch as number, count(*) as people, any_value(rank) as rank from sends group by batch order by batch',
  )
  return batches.map(({ number, people, rank }) => ({ number, people, header: headerOf(input, ranked[rank] ?? 0) }))
}

/** A person's line for the group `part`: the e-mail and the cells of its fields. */
function lineSql(input: PlanInput): string {
  const cells = input.fields.map((_, at) => `case when part & ${2 ** at}::bigint <> 0 then ${cellSql(`v${at}`)} end`)
  return `concat_ws(',', ${[cellSql('email'), ...cells].join(', ')})`
}

/** RFC 4180: quoted where it must be. A cell that starts with = + - or @ stays as it is; nobody opens it in a spreadsheet. */
function cellSql(sql: string): string {
  return `case when contains(${sql}, ',') or contains(${sql}, '"') then '"' || replace(${sql}, '"', '""') || '"' else ${sql} end`
}

/**
 * Lines cut into batches that keep both limits with one running sum: a line weighs its bytes, or its share of the rows
 * where that is more, and a batch is a bucket of weight. A bucket is narrower than the limit by the widest line, which is
 * as much as its last line may overhang. Answers `id` (the line's row) and `batch` only: sums that carried the lines along
 * would hold them in memory once more.
 */
async function cutQuery(session: EngineSession, input: PlanInput, ranked: readonly number[]): Promise<string> {
  const { batchBytes, batchRows } = input.limits
  const [widest] = await session.rows<{ bytes: number }>(
    'select coalesce(max(strlen(line)), 0) + 1 as bytes from lines',
  )
  const headerBytes = Math.max(0, ...ranked.map((part) => Buffer.byteLength(headerLine(headerOf(input, part)))))
  const room = batchBytes - headerBytes - (widest?.bytes ?? 0)
  const lightest = Math.ceil(room / (batchRows - 1))
  return `
    select id, dense_rank() over (order by rank, bucket)::integer as batch
    from (
      select id, rank, ((sum(weight) over (partition by rank rows between unbounded preceding and current row)) - weight) // ${room} as bucket
      from (select rowid as id, rank, greatest(strlen(line) + 1, ${lightest})::bigint as weight from lines)
    )`
}

function headerOf(input: PlanInput, part: number): string[] {
  const bits = bitsOf(part)
  return ['email', ...input.fields.filter((_, at) => bits.includes(2 ** at)).map(({ name }) => name)]
}

/** The first line of an import file, with its line break. */
export function headerLine(header: readonly string[]): string {
  return `${header.map((title) => (/[",]/.test(title) ? `"${title.replaceAll('"', '""')}"` : title)).join(',')}\n`
}
