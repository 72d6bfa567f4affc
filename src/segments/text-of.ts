import type { Column } from '../contract/catalogue.ts'
import { quoteText } from '../engine/quote-name.ts'
import type { CompileState } from './compile-state.ts'

/**
 * A cell as the text that is sent: dates as YYYY-MM-DD (of a moment, its day in the environment's zone), numbers as plain
 * decimals without an exponent or closing zeros, Booleans as true and false. The expression may stand in
 * a statement with other values, so it binds none: the zone, a setting of ours, is written out.
 */
export function textOf(
  sql: string,
  column: Pick<Column, 'type' | 'dateKind' | 'engineType'>,
  state: CompileState,
): string {
  switch (column.type) {
    case 'string':
      return column.engineType === 'VARCHAR' ? sql : `${sql}::varchar`
    case 'boolean':
      return `${sql}::varchar`
    case 'number':
      return numberText(sql, column.engineType)
    case 'date': {
      const local = column.dateKind === 'instant' ? `timezone(${quoteText(state.catalogue.timeZone)}, ${sql})` : sql
      return `strftime(${local}, '%Y-%m-%d')`
    }
  }
}

function numberText(sql: string, engineType: string): string {
  if (/^DECIMAL\(\d+, ?[1-9]/.test(engineType)) return `regexp_replace(${sql}::varchar, '\\.?0+$', '')`
  if (engineType !== 'DOUBLE' && engineType !== 'FLOAT') return `${sql}::varchar`
  // The engine writes the shortest digits that give the number back, and an exponent for the very great and very small.
  const small = `regexp_replace(try_cast(${sql} as decimal(38, 20))::varchar, '\\.?0+$', '')`
  const odd = `case when abs(${sql}) >= 1 then try_cast(${sql} as hugeint)::varchar else ${small} end`
  const text = `${sql}::varchar`
  return `case when contains(${text}, 'e') then coalesce(${odd}, ${text}) else regexp_replace(${text}, '\\.0$', '') end`
}
