import { Text, Tooltip } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCellText } from '../../app/use-cell-text.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { DataTable, type Rows, type Column as Shown } from '../../ui/data-table.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { addressOf } from './card-address.ts'
import type { Found, FoundPage } from './profiles.ts'

/** Beside who it is, so many columns are shown; the others are on the card. */
const otherColumns = 4

/** People that were found, each with the way to their card. `onSight` is told which of them are in sight. */
export function ProfileTable({
  first,
  people,
  onSight,
}: {
  readonly first: FoundPage
  readonly people: Rows<Found>
  readonly onSight: (first: number, last: number) => void
}) {
  const { t } = useTranslation()
  const cellText = useCellText()
  const { columns, items } = first
  const told = new Set(items.slice(0, 20).flatMap(toldColumns))
  const shown: Shown<Found>[] = [
    {
      key: 'person',
      header: t('profiles.person'),
      width: '170px',
      cell: (found) => {
        const words = found.name ?? found.email ?? found.key
        return found.isKeyShown ? (
          <PageLink to="/data/profiles/$id" params={{ id: addressOf(found.key) }}>
            {words}
          </PageLink>
        ) : (
          <Tooltip content={t('profiles.keyHidden')} relationship="description">
            <Text tabIndex={0}>{words}</Text>
          </Tooltip>
        )
      },
    },
    { key: 'email', header: t('profiles.email'), cell: ({ email }) => <Breakable>{email ?? ''}</Breakable> },
    { key: 'key', header: t('profiles.key'), width: '130px', cell: ({ key }) => key },
    ...columns
      .filter(({ name }) => !told.has(name))
      .slice(0, otherColumns)
      .map(
        (column): Shown<Found> => ({
          key: `column ${column.name}`,
          header: column.name,
          width: '112px',
          kind: column.type === 'number' ? 'number' : 'text',
          cell: ({ row }) => cellText(row[column.name], column),
        }),
      ),
  ]
  return (
    <DataTable
      label={t('nav.profiles')}
      columns={shown}
      rows={people}
      keyOf={({ key, row }) => `${key} ${JSON.stringify(row).length}`}
      minWidth="1000px"
      onSight={onSight}
    />
  )
}

/** The columns of a row that who it is already tells. */
function toldColumns({ key, email, name, row }: Found): string[] {
  const words = new Set([key, email, ...(name?.split(' ') ?? [])])
  return Object.entries(row)
    .filter(([, value]) => typeof value === 'string' && words.has(value))
    .map(([column]) => column)
}
