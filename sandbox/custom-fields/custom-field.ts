import { isoSecond } from '../clock.ts'
import { newUuid } from '../ids.ts'

export const FIELD_TYPES = [
  'string',
  'text_area',
  'date',
  'datetime',
  'number',
  'currency',
  'boolean',
  'single_select',
  'multi_select',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export type CustomField = {
  readonly id: string
  label: string
  /** The label with blanks as underscores: what `cf:` takes. */
  name: string
  type: FieldType
  choices: { id: string; label: string }[]
  readonly createdAt: number
  updatedAt: number
}

export function newCustomField(
  input: {
    label: string
    type?: FieldType | undefined
    choices?: readonly string[] | undefined
    id?: string | undefined
  },
  at: number,
): CustomField {
  return {
    id: input.id ?? newUuid(),
    label: input.label,
    name: nameOfLabel(input.label),
    type: input.type ?? 'string',
    choices: (input.choices ?? []).map((label) => ({ id: newUuid(), label })),
    createdAt: at,
    updatedAt: at,
  }
}

export function nameOfLabel(label: string): string {
  return label.trim().replaceAll(/\s/g, '_')
}

/** A custom field as the service answers it. */
export function renderCustomField(field: CustomField): Record<string, unknown> {
  return {
    custom_field_id: field.id,
    label: field.label,
    name: field.name,
    type: field.type,
    metadata: { display_type: 'text' },
    version: 2,
    ...(field.choices.length > 0 && {
      choices: field.choices.map((choice, index) => ({
        choice_id: choice.id,
        choice_label: choice.label,
        display_order: index + 1,
      })),
    }),
    created_at: isoSecond(field.createdAt),
    updated_at: isoSecond(field.updatedAt),
  }
}
