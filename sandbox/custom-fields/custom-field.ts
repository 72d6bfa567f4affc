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

export type Choice = { choice_id: number; choice_label: string; display_order: number }

export type CustomField = {
  readonly id: string
  readonly type: FieldType
  label: string
  name: string
  choices: Choice[]
  readonly createdAt: number
  updatedAt: number
}

/** The name the service makes of a label: blanks become underscores. */
export function nameOfLabel(label: string): string {
  return label.replaceAll(' ', '_')
}
