import { said } from '../lib/said.ts'
import { judgeSuccess } from './judge-refusal.ts'
import { readPages } from './pages.ts'
import type { Answer, ApiRequest } from './request.ts'
import type { Session } from './session.ts'
import { arrayAt, needText, objectOf, present, textOf } from './wire.ts'

export type CustomField = {
  readonly id: string
  /** What an import's `cf:` column is called after. May change with the label, so it is read before every run. */
  readonly name: string
  readonly label: string
  /** `string`, `text_area`, `date`, `number`, `single_select`, … */
  readonly type?: string
  /** Labels of a select field. */
  readonly choices?: readonly string[]
}

const about = said`the account's custom fields`

export function customFieldsRequest(): ApiRequest {
  return {
    method: 'GET',
    path: '/contact_custom_fields',
    query: { limit: '100' },
    about,
    scope: 'contact_data',
    privilege: 'contacts:read',
  }
}

export function judgeCustomFields(answer: Answer): CustomField[] {
  return arrayAt(judgeSuccess(answer, about), 'custom_fields', about, (item) => {
    const field = objectOf(item, about)
    const name = needText(field, 'name', about)
    return present<CustomField>({
      id: needText(field, 'custom_field_id', about),
      name,
      label: textOf(field.label) ?? name,
      type: textOf(field.type),
      choices: Array.isArray(field.choices) ? field.choices.flatMap(readChoice) : undefined,
    })
  })
}

/** Every custom field of the account. */
export async function readCustomFields(session: Session, signal?: AbortSignal): Promise<CustomField[]> {
  const reader = { judge: judgeCustomFields, ids: (fields: CustomField[]) => fields.map((field) => field.id) }
  const found: CustomField[] = []
  for await (const fields of readPages(session, customFieldsRequest(), reader, signal)) found.push(...fields)
  return found
}

function readChoice(item: unknown): string[] {
  const label =
    typeof item === 'object' && item !== null && 'choice_label' in item ? textOf(item.choice_label) : undefined
  return label === undefined ? [] : [label]
}
