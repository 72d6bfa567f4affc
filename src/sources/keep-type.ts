import type { StoredColumn } from '../db/tables/sources.ts'
import type { EngineSession } from '../engine/engine.ts'
import { said } from '../lib/said.ts'
import type { ColumnFacts } from './column-facts.ts'
import type { Decision } from './decide-type.ts'
import { declarationLines } from './declaration-lines.ts'
import { columnOf, readSql } from './reading.ts'
import { SourceError } from './source-error.ts'
import { type Staged, stagedName } from './staged.ts'

type Given = {
  readonly source: string
  readonly at: number
  readonly last: StoredColumn
  readonly decision: Decision
  readonly facts?: ColumnFacts
}

const words = { string: 'text', number: said`a number`, date: said`a date`, boolean: said`true or false` } as const

/**
 * Holds a column to the type it had, since rules and mappings were written for it. Text stays text, with a notice when the
 * values have become something narrower. Throws SourceError when values no longer fit, naming the first that does not.
 */
export async function keepType(
  session: EngineSession,
  staged: Staged,
  { source, at, last, decision, facts }: Given,
): Promise<Decision> {
  if (facts?.filled === 0) return { reading: last.reading }
  const name = last.name
  const { type } = columnOf(name, decision.reading)
  if (last.blank || last.type === type) return decision

  if (last.type === 'string' && facts) {
    const message = said`"${name}" was text so far and stays so, though every value now is ${words[type]}. Declare its type, or run: postbud sources refresh ${source} --force`
    return { reading: last.reading, notice: { code: 'kept_text', column: name, message } }
  }
  const where = facts ? await firstMisfit(session, staged, at, last) : ''
  throw new SourceError(
    'source_type_changed',
    said`The column "${name}" of the source ${source} was ${words[last.type]} and is ${words[type]} now${where}. Mend the data, or accept the change with: postbud sources refresh ${source} --force. To keep the type and set such rows aside as corrupt, declare it:\n${declarationLines(source, name, declarationOf(last))}`,
  )
}

function declarationOf({ type, dateKind }: StoredColumn) {
  if (type === 'string') return { type: 'text' } as const
  if (type === 'date') return { type: dateKind === 'day' ? 'date' : 'datetime' } as const
  return { type }
}

async function firstMisfit(session: EngineSession, staged: Staged, at: number, last: StoredColumn): Promise<string> {
  const value = stagedName(at)
  const [row] = await session.rows<{ part: number; row: number; value: string }>(
    `select part, "row", left(${value}, 40) as value from ${staged.relation}
     where trim(${value}) <> '' and (${readSql(last.reading, value, 'VARCHAR')}) is null limit 1`,
  )
  if (!row) return ''
  // A value may be anything, and addresses have no place in a message that is logged.
  const shown = row.value.includes('@') ? '' : ` ("${row.value}")`
  return said`: row ${row.row + staged.firstRow} of ${staged.parts[row.part]}${shown} does not fit`
}
