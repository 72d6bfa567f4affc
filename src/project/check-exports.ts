import { constantContact } from '../constant-contact/destination.ts'
import { readListReference } from '../constant-contact/find-list.ts'
import { customFieldPrefix, importField, importFields } from '../constant-contact/import-fields.ts'
import { profileTable } from '../contract/catalogue.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import { didYouMean, nearestName } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { referencesIn } from '../lib/variables.ts'
import { listSuppressed, splitColumn } from './column-uses.ts'
import { type Mistake, show } from './shape-issues.ts'

type Path = readonly PropertyKey[]

/** What exports say about Constant Contact that can be judged without asking it. */
export function checkExports({ environment, profiles, exports }: Definitions): Mistake[] {
  const suppressions = [
    { path: ['environment', 'suppress'], suppress: environment.suppress },
    ...Object.entries(exports).map(([name, { suppress }]) => ({ path: ['exports', name, 'suppress'], suppress })),
  ]
  return [
    ...Object.entries(exports).flatMap(([name, definition]) => [
      ...checkList(['exports', name, 'list'], definition.list),
      ...checkFields(['exports', name, 'fields'], definition.fields),
    ]),
    ...suppressions.flatMap(({ path, suppress }) =>
      listSuppressed(path, suppress).flatMap((each): Mistake[] => {
        const [table] = splitColumn(each.ref)
        if (table !== profileTable && table !== profiles.from) return []
        const message = said`found ${show(each.ref)}, a column of the customers; expected a column of another source, such as blocked.email`
        return [{ path: each.path, message }]
      }),
    ),
  ]
}

const maxCustomFields = constantContact.limits.customFieldsPerContact
const contactFields = Object.keys(importFields)

const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** A list is named by its id, by a URL with the id in it, or by its name of at most 255 characters. */
function checkList(path: Path, list: string): Mistake[] {
  if (referencesIn(list).length > 0) return []
  const mistake = (message: string): Mistake[] => [{ path, message: said`found ${show(list)}; ${message}` }]
  if (/^https?:/i.test(list)) {
    return readListReference(list).kind === 'id'
      ? []
      : mistake(
          said`expected the URL of one list, which ends in the list's id: open the list in the browser and copy the address`,
        )
  }
  if (list.trim() === '' || list !== list.trim()) return mistake(said`expected a list's name without blanks around it`)
  if (list.length > 255) return mistake(said`expected a list's name of at most 255 characters`)
  if (/^[0-9a-f-]{30,42}$/i.test(list) && !id.test(list)) {
    return mistake(said`expected an id of 32 hexadecimal digits in groups of 8-4-4-4-12; this one is damaged`)
  }
  return []
}

function checkFields(path: Path, fields: ExportDefinition['fields']): Mistake[] {
  const names = Object.keys(fields)
  const mistakes = names.flatMap((name): Mistake[] =>
    isKnown(name) ? [] : [{ path: [...path, name], message: unknownField(name) }],
  )
  const custom = names.filter(isCustomField)
  if (custom.length > maxCustomFields) {
    const message = said`found ${custom.length} custom fields; Constant Contact takes at most ${maxCustomFields} of one contact`
    mistakes.push({ path, message })
  }
  for (const [part, other] of [
    ['birthday_day', 'birthday_month'],
    ['birthday_month', 'birthday_day'],
  ] as const) {
    if (names.includes(part) && !names.includes(other)) {
      mistakes.push({
        path: [...path, part],
        message: said`${part} needs ${other} beside it: Constant Contact takes both or neither`,
      })
    }
  }
  return mistakes
}

function isKnown(name: string): boolean {
  return importField(name) !== undefined && !/\s/.test(name)
}

function isCustomField(name: string): boolean {
  return name.startsWith(customFieldPrefix)
}

function unknownField(name: string): string {
  if (/^(cf:|custom[_ ]?field:)/i.test(name)) {
    const written = name
      .replace(/^[^:]*:/, '')
      .trim()
      .replace(/\W+/g, '_')
    return said`"${name}" is no custom field's name: expected cf: and the field's name, such as cf:${written || 'loyalty_tier'} (blanks of the label become underscores)`
  }
  const near = nearestName(name, contactFields) === undefined
  const list = near ? said` Known fields: ${contactFields.join(', ')}, and cf:<name> for custom fields` : ''
  return said`Constant Contact has no field "${name}".${didYouMean(name, contactFields)}${list}`
}
