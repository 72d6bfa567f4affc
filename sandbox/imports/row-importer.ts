import type { Account } from '../accounts/account.ts'
import { UNSUBSCRIBED } from '../contacts/contact-table.ts'
import { isEmailAddress } from '../contacts/email-address.ts'
import { EMAIL_LENGTH, IMPORT_EMAIL_LENGTH } from '../contacts/fields.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { Unknowns } from '../unknowns.ts'
import { birthdayProblem, type CellProblem, cellProblem } from './cell-rules.ts'
import type { ImportColumn } from './import-columns.ts'

const ACCOUNT = 2 // the place of `Account` among the opt-out sources

/**
 * Imports rows into an account and counts what became of them. Every row ends in exactly one of: imported and on the
 * lists, imported but not to be added, refused for good, refused until a person corrects it.
 */
export class RowImporter {
  rows = 0
  refused = 0
  correctable = 0
  notAdded = 0
  repeated = 0
  readonly errors: string[] = []
  readonly #account: Account
  readonly #columns: readonly ImportColumn[]
  readonly #targets: ((string | undefined)[] | undefined)[]
  readonly #lists: readonly ContactList[]
  readonly #unknowns: Unknowns
  readonly #mark: number
  readonly #emailAt: number
  readonly #hasBirthday: boolean

  constructor(input: { account: Account; columns: readonly ImportColumn[]; lists: readonly ContactList[]; unknowns: Unknowns; mark: number }) {
    this.#account = input.account
    this.#columns = input.columns
    this.#lists = input.lists
    this.#unknowns = input.unknowns
    this.#mark = input.mark
    this.#emailAt = input.columns.findIndex((column) => column.role === 'email')
    this.#targets = input.columns.map((c) => (c.role === 'value' ? input.account.contacts.column(c.key) : undefined))
    this.#hasBirthday = input.columns.some((column) => column.key.startsWith('birthday_'))
  }

  /** Takes one row; `line` is what an error names. A cell that is undefined was not in the row at all. */
  take(cells: (string | undefined)[], line: number, at: number): void {
    this.rows++
    const raw = cells[this.#emailAt] ?? ''
    const email = this.#unknowns.emailSpaces === 'trim' ? raw.trim() : raw
    const problem = this.#rowProblem(cells, email, at)
    if (problem) return this.#refuse(problem, line)

    const { contacts } = this.#account
    const key = this.#account.keyOf(email)
    let place = contacts.find(key)
    if (place !== -1 && contacts.importMark[place] === this.#mark) {
      if (this.#unknowns.duplicateEmail === 'row-error') return this.#refuse({ message: 'Duplicate email address' }, line)
      if (this.#unknowns.duplicateEmail === 'counted-once') this.repeated++
    }
    const isNew = place === -1
    if (isNew) place = contacts.add(email, key, 0, 'Account', at)
    contacts.importMark[place] = this.#mark
    contacts.updatedAt[place] = at
    this.#write(cells, place)
    this.#putOnLists(place, at, line)
  }

  counters(header: number): Record<string, number> {
    const refused = this.refused + this.correctable
    const { personCount } = this.#unknowns
    const left = this.rows - this.repeated - (personCount === 'all' ? 0 : refused)
    return {
      items_total_count: this.rows + header,
      person_count: personCount === 'without-refused-and-not-added' ? left - this.notAdded : left,
      error_count: this.refused,
      correctable_count: this.correctable,
      cannot_add_to_list_count: this.notAdded,
    }
  }

  #rowProblem(cells: (string | undefined)[], email: string, at: number): CellProblem | undefined {
    if (cells.length !== this.#columns.length) return { message: 'The number of columns does not match the header' }
    const problem = this.#emailProblem(email, cells)
    if (problem) return problem
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]
      const column = this.#columns[i]
      if (!cell || !column || i === this.#emailAt) continue
      const found = cellProblem(cell, column, this.#unknowns, at)
      if (found) return found
    }
    return this.#hasBirthday ? birthdayProblem(cells, this.#columns) : undefined
  }

  #emailProblem(email: string, cells: (string | undefined)[]): CellProblem | undefined {
    if (email === '') {
      const named = this.#columns.some((c, i) => (c.key === 'first_name' || c.key === 'last_name') && cells[i])
      return { message: 'Email address is missing', correctable: !named }
    }
    if (email.length > IMPORT_EMAIL_LENGTH) {
      if (email.length > EMAIL_LENGTH || this.#unknowns.longEmail === 'row-error') return { message: 'Email address is too long' }
    }
    if (!isEmailAddress(email)) return { message: 'Invalid email address', correctable: true }
    const refusals = this.#account.refusals
    if (refusals.size > 0) {
      const refusal = refusals.get(email.toLowerCase())
      if (refusal !== undefined) return { message: refusal, correctable: true }
    }
    return undefined
  }

  #write(cells: (string | undefined)[], place: number): void {
    const erases = this.#unknowns.blankCell === 'erase'
    for (let i = 0; i < cells.length; i++) {
      const target = this.#targets[i]
      const cell = cells[i]
      if (!target || cell === undefined) continue
      if (cell !== '') {
        const max = this.#columns[i]?.maxLength ?? 255
        target[place] = cell.length > max ? cell.slice(0, max) : cell
      } else if (erases && target[place] !== undefined) target[place] = undefined
    }
  }

  /** An unsubscribed contact keeps its new values but is not put on a list; a deleted one comes back, and is billed again. */
  #putOnLists(place: number, at: number, line: number): void {
    const account = this.#account
    const { contacts } = account
    if (contacts.isDeleted(place)) account.revive(place, at)
    const barred =
      contacts.permission[place] === UNSUBSCRIBED &&
      !(contacts.optOutSource[place] === ACCOUNT && this.#unknowns.accountOptOut === 'added')
    if (barred) {
      this.notAdded++
      return
    }
    for (const list of this.#lists) {
      if (!account.join(list, place, at)) return this.#refuse({ message: 'Contact is a member of 50 lists already' }, line)
    }
  }

  #refuse(problem: CellProblem, line: number): void {
    if (problem.correctable) this.correctable++
    else this.refused++
    if (problem.message === null || this.errors.length >= this.#unknowns.errorLineCap) return
    this.errors.push(`Line ${line}: ${problem.message}`)
  }
}
