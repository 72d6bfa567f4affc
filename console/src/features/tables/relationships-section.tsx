import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { DeleteRegular, EditRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { useSay } from '../../ui/said.tsx'
import { RelationshipsDrawn } from './relationships-drawn.tsx'
import { endOf, type Relationship, type Table, useRemoveRelationship } from './tables.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** The relationships, drawn and as a table, and what may be done with each. */
export function RelationshipsSection({
  tables,
  relationships,
  nameOf,
  mayChange,
  onEdit,
}: {
  readonly tables: readonly Table[]
  readonly relationships: readonly Relationship[]
  readonly nameOf: (table: string) => string
  readonly mayChange: boolean
  readonly onEdit: (name: string) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [removing, setRemoving] = useState<Relationship>()
  const edges = relationships.map((relationship) => ({
    relationship,
    name: relationship.name,
    from: endOf(relationship.definition.from, tables),
    to: endOf(relationship.definition.to, tables),
  }))
  return (
    <div className={styles.whole}>
      <Text>{t('tables.relationship.text')}</Text>
      <RelationshipsDrawn tables={tables.map(({ name }) => name)} edges={edges} nameOf={nameOf} />
      {edges.length === 0 ? (
        <Empty title={t('tables.relationship.none')} />
      ) : (
        <DataTable
          label={t('tables.relationships')}
          rows={edges}
          keyOf={({ name }) => name}
          minWidth="760px"
          columns={[
            { key: 'name', header: t('tables.relationship.name'), cell: ({ name }) => name },
            {
              key: 'from',
              header: t('tables.relationship.from'),
              cell: ({ from }) => `${nameOf(from.table)}, ${from.column}`,
            },
            { key: 'to', header: t('tables.relationship.to'), cell: ({ to }) => `${nameOf(to.table)}, ${to.column}` },
            ...(mayChange
              ? [
                  {
                    key: 'acts',
                    header: t('tables.relationship.acts'),
                    width: '160px',
                    cell: ({ name, relationship }: (typeof edges)[number]) => (
                      <>
                        <Button
                          appearance="subtle"
                          icon={<EditRegular />}
                          aria-label={t('tables.relationship.edit', { name })}
                          onClick={() => onEdit(name)}
                        />
                        <Button
                          appearance="subtle"
                          icon={<DeleteRegular />}
                          aria-label={t('tables.relationship.remove', { name })}
                          onClick={() => setRemoving(relationship)}
                        />
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {removing && <Remove relationship={removing} onClose={() => setRemoving(undefined)} />}
    </div>
  )
}

function Remove({ relationship, onClose }: { readonly relationship: Relationship; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const remove = useRemoveRelationship()
  const { name } = relationship
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('tables.relationship.removeTitle', { name })}
      act={t('app.remove')}
      busy={remove.isPending}
      error={remove.error}
      onAct={() =>
        remove.mutate(relationship, {
          onSuccess: () => {
            say(t('tables.relationship.removed', { name }))
            onClose()
          },
        })
      }
    >
      <p>{t('tables.relationship.removeText')}</p>
    </AskFirst>
  )
}
