import { isAnniversary } from '../contacts/fields.ts'
import type { CustomField } from '../custom-fields/custom-field.ts'
import type { Unknowns } from '../unknowns.ts'
import type { ImportColumn } from './import-columns.ts'

/** Why a row is refused: a message for its line (null gives no line), and whether a person could correct it on the service's own pages. */
export type CellProblem = { message: string | null; correctable?: boolean }

export function cellProblem(cell: string, column: ImportColumn, unknowns: Unknowns, now: number): CellProblem | undefined {
  if (column.role === 'unknown') return { message: `Custom field ${column.header.slice(3)} does not exist` }
  if (cell.length > column.maxLength && unknowns.overLongValue !== 'truncate') return { message: `Value of ${column.header} is too long` }
  if (column.key === 'anniversary' && !isAnniversary(cell, now)) return { message: 'Invalid anniversary', correctable: true }
  if (column.field && !fitsType(cell, column.field, unknowns)) return { message: `Invalid value of ${column.header}` }
  return undefined
}

/** Month and day need each other and must be a day of the calendar. */
export function birthdayProblem(cells: readonly (string | undefined)[], columns: readonly ImportColumn[]): CellProblem | undefined {
  const of = (key: string) => cells[columns.findIndex((column) => column.key === key)] ?? ''
  const month = of('birthday_month')
  const day = of('birthday_day')
  if (month === '' && day === '') return undefined
  const fits = /^\d{1,2}$/.test(month) && /^\d{1,2}$/.test(day) && isDay(Number(month), Number(day))
  return fits ? undefined : { message: 'Invalid birthday', correctable: true }
}

function isDay(month: number, day: number): boolean {
  // A leap year, so that 29 February is a birthday.
  const date = new Date(Date.UTC(2024, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function fitsType(cell: string, field: CustomField, unknowns: Unknowns): boolean {
  switch (field.type) {
    case 'number':
    case 'currency':
      return /^-?\d+(\.\d+)?$/.test(cell)
    case 'boolean':
      return /^(true|false)$/i.test(cell)
    case 'single_select':
      return isChoice(cell, field, unknowns)
    case 'multi_select':
      return cell.split(',').every((choice) => isChoice(choice.trim(), field, unknowns))
    default:
      return true
  }
}

function isChoice(cell: string, field: CustomField, unknowns: Unknowns): boolean {
  return field.choices.some((choice) => cell === (unknowns.selectValue === 'label' ? choice.choice_label : String(choice.choice_id)))
}
