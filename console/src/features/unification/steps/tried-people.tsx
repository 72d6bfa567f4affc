import { Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { useCellText } from '../../../app/use-cell-text.ts'
import { Breakable } from '../../../ui/breakable.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { Section } from '../../../ui/section.tsx'
import type { RowName } from '../../profiles/row-names.ts'
import type { Column } from '../../sources/sources.ts'
import type { Draft } from './draft.ts'

/** So many rows of somebody are named, of the rest only how many they are. */
const few = 10

/** Beside the name and the e-mail, so many fields are shown. */
const otherFields = 3

export type TriedPerson = {
  readonly values: Readonly<Record<string, unknown>>
  readonly rows: readonly RowName[]
}

/** Those of the people that a test run made who are made of most rows; `of` is what was tried. */
export function TriedPeople({
  of,
  columns,
  people,
}: {
  readonly of: Draft
  readonly columns: readonly Column[]
  readonly people: readonly TriedPerson[]
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const cellText = useCellText()
  const names = namesOf(of)
  const others = columns.filter(({ name }) => !names.includes(name) && name !== of.email).slice(0, otherFields)
  const textOf = ({ values }: TriedPerson, name: string) => {
    const column = columns.find((each) => each.name === name)
    return column ? cellText(values[name], column) : ''
  }
  const calledBy = (person: TriedPerson) =>
    names
      .map((name) => textOf(person, name))
      .filter((text) => text !== '')
      .join(' ') || textOf(person, of.email)
  return (
    <Section title={t('unifying.review.people')}>
      {people.length === 0 ? (
        <Text>{t('unifying.review.nobody')}</Text>
      ) : (
        <>
          <Text size={200}>{t('unifying.review.peopleText')}</Text>
          <DataTable
            label={t('unifying.review.people')}
            rows={people}
            keyOf={({ rows }) => JSON.stringify(rows)}
            minWidth={`${570 + 110 * others.length}px`}
            columns={[
              { key: 'person', header: t('profiles.person'), cell: calledBy },
              {
                key: 'email',
                header: of.email,
                width: '230px',
                long: true,
                cell: (person) => <Breakable>{textOf(person, of.email)}</Breakable>,
              },
              ...others.map((column) => ({
                key: `value ${column.name}`,
                header: column.name,
                width: '110px',
                cell: (person: TriedPerson) => textOf(person, column.name),
              })),
              {
                key: 'rows',
                header: t('unifying.review.rowsOf'),
                width: '200px',
                cell: ({ rows }) => {
                  const some = rows.slice(0, few).map(({ source, key }) => `${source} ${key}`)
                  const more = rows.length - some.length
                  const named = some.join(', ')
                  return more === 0 ? named : t('unifying.review.moreRows', { rows: named, more: number(more) })
                },
              },
            ]}
          />
        </>
      )}
    </Section>
  )
}

/** The fields by which people are called. */
function namesOf({ firstName, lastName, fields }: Draft): readonly string[] {
  const parts = [firstName, lastName].filter((name) => name !== undefined)
  return parts.length > 0 ? parts : fields.filter(({ type }) => type === 'full-name').map(({ name }) => name)
}
