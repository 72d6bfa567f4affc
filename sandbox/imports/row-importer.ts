import type { Account } from '../accounts/account.ts'
import type { ActivityResult } from '../activities/activity.ts'
import { OPT_SOURCES, PERMISSIONS, UNSUBSCRIBED } from '../contacts/contact-table.ts'
import { emailKey } from '../contacts/email-key.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { Unknowns } from '../unknowns.ts'
import { isAnniversary, isBirthday, isWellFormedEmail } from './import-fields.ts'
import type { Target } from './import-targets.ts'

const IMPLICIT = PERMISSIONS.indexOf('implicit')
const BY_ACCOUNT = OPT_SOURCES.indexOf('Account')
const LISTS_PER_CONTACT = 50
const CUSTOM_VALUES_PER_ROW = 25

/** Takes the rows of one import into an account and keeps the counters of its activity. */
export class RowImporter {
  rows = 0
  readonly #account: Account
  readonly #unknowns: Unknowns
  readonly #lists: readonly ContactList[]
  readonly #at: number
  readonly #mark: number
  readonly #errors: string[] = []
  #persons = 0
  #errorCount = 0
  #correctableCount = 0
  #cannotAddCount = 0

  constructor(account: Account, unknowns: Unknowns, lists: readonly ContactList[], at: number) {
    this.#account = account
    this.#unknowns = unknowns
    this.#lists = lists
    this.#at = at
    this.#mark = ++account.importSequence
  }

  /** Takes one row and answers whether it landed: `cells[i]` belongs to `targets[i]`, an absent cell was not supplied. `line` is what an error names. */
  take(targets: readonly Target[], cells: (string | undefined)[], line: number): boolean {
    this.rows++
    let email: string | undefined
    let named = false
    let month: string | undefined
    let day: string | undefined
    let customValues = 0
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i]
      const cell = cells[i]
      if (!target || cell === undefined) continue
      if (target.kind === 'email') {
        email = this.#unknowns.emailSpaces === 'trim' ? cell.trim() : cell
        continue
      }
      if (cell === '') continue
      if (target.kind === 'unknown-custom-field') {
        if (this.#unknowns.unknownCustomField === 'row-error')
          return this.#refuse(line, `Unknown custom field ${target.header}`)
        continue
      }
      if (target.kind === 'ignored') continue
      if (cell.length > target.max) {
        if (this.#unknowns.overLongValue !== 'truncate') return this.#refuse(line, `${target.header} is too long`)
        cells[i] = cell.slice(0, target.max)
      }
      if (target.field) {
        customValues++
        const choices = target.field.choices
        if (choices.length > 0) {
          const byLabel = this.#unknowns.selectValue === 'label'
          const choice = choices.find((one) => (byLabel ? one.label : one.id) === cell)
          if (!choice) return this.#refuse(line, `Invalid choice for ${target.header}`)
          cells[i] = choice.label
        }
      } else if (target.header === 'first_name' || target.header === 'last_name') named = true
      else if (target.header === 'birthday_month') month = cell
      else if (target.header === 'birthday_day') day = cell
      else if (target.header === 'anniversary' && !isAnniversary(cell))
        return this.#correctable(line, 'Invalid anniversary')
    }
    if (email === undefined || email === '') {
      return named
        ? this.#refuse(line, 'Email address is missing')
        : this.#correctable(line, 'Name and email address are missing')
    }
    const longest = this.#unknowns.longEmail === 'accept' ? 80 : 50
    if (email.length > longest) return this.#refuse(line, 'Email address is too long')
    if (!isWellFormedEmail(email)) return this.#correctable(line, 'Invalid email address')
    if ((month !== undefined || day !== undefined) && !isBirthday(month, day))
      return this.#correctable(line, 'Invalid birthday')
    if (customValues > CUSTOM_VALUES_PER_ROW) return this.#refuse(line, 'Too many custom fields')
    return this.#land(email, targets, cells, line)
  }

  /** The activity's counters; `items_total_count` counts the header, which a JSON import gets too. */
  result(): ActivityResult {
    for (const list of this.#lists) list.noteCount(this.#at)
    const { personCount } = this.#unknowns
    let persons = this.#persons
    if (personCount === 'without-refused-and-not-added') persons -= this.#cannotAddCount
    if (personCount === 'all') persons += this.#errorCount + this.#correctableCount
    return {
      counters: {
        items_total_count: this.rows + 1,
        person_count: persons,
        error_count: this.#errorCount,
        correctable_count: this.#correctableCount,
        cannot_add_to_list_count: this.#cannotAddCount,
      },
      errors: this.#errors.slice(0, this.#unknowns.errorLineCap),
    }
  }

  #land(email: string, targets: readonly Target[], cells: readonly (string | undefined)[], line: number): boolean {
    const { table, refusals } = this.#account
    const key = emailKey(email, this.#unknowns)
    const refusal = refusals.size > 0 ? refusals.get(key) : undefined
    if (refusal) return refusal.correctable ? this.#correctable(line, refusal) : this.#refuse(line, refusal)

    let place = table.find(key)
    const isNew = place < 0
    if (isNew) place = table.add(email, key, IMPLICIT, 'Account', this.#at)
    const repeated = table.importMark[place] === this.#mark
    if (repeated && this.#unknowns.duplicateEmail === 'row-error') return this.#refuse(line, 'Duplicate email address')
    if (!isNew && this.#listsFull(place)) return this.#refuse(line, 'The contact is on too many lists')
    table.importMark[place] = this.#mark
    table.updatedAt[place] = this.#at
    table.deletedAt[place] = 0
    for (let i = 0; i < targets.length; i++) {
      const column = targets[i]?.column
      const cell = cells[i]
      if (!column || cell === undefined) continue
      if (cell !== '') column[place] = table.shared(cell)
      else if (this.#unknowns.blankCell === 'erase' && column[place] !== undefined) column[place] = undefined
    }
    const counts = !repeated || this.#unknowns.duplicateEmail === 'last-wins'
    if (counts) this.#persons++
    if (this.#mayJoin(place)) this.#join(place)
    else if (counts) this.#cannotAddCount++
    return true
  }

  #mayJoin(place: number): boolean {
    const { table } = this.#account
    if (table.permission[place] !== UNSUBSCRIBED) return true
    return this.#unknowns.accountOptOut === 'added' && table.optOutSource[place] === BY_ACCOUNT
  }

  #join(place: number): void {
    const { table } = this.#account
    for (const list of this.#lists) {
      if (list.add(place)) table.listCount[place] = (table.listCount[place] ?? 0) + 1
    }
  }

  #listsFull(place: number): boolean {
    const on = this.#account.table.listCount[place] ?? 0
    if (on + this.#lists.length <= LISTS_PER_CONTACT) return false
    let joining = 0
    for (const list of this.#lists) if (!list.has(place)) joining++
    return on + joining > LISTS_PER_CONTACT
  }

  #refuse(line: number, reason: string | { message: string; named: boolean }): false {
    this.#errorCount++
    this.#tell(line, reason)
    return false
  }

  #correctable(line: number, reason: string | { message: string; named: boolean }): false {
    this.#correctableCount++
    this.#tell(line, reason)
    return false
  }

  #tell(line: number, reason: string | { message: string; named: boolean }): void {
    if (typeof reason !== 'string' && !reason.named) return
    if (this.#errors.length >= this.#unknowns.errorLineCap) return
    this.#errors.push(`Line ${line}: ${typeof reason === 'string' ? reason : reason.message}`)
  }
}
