import { Button, Text } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColumnRef } from '../../../../src/contract/column.ts'
import { type ColumnList, columnListOf, columnsIn } from '../../../../src/contract/column-list.ts'
import type { Versioned } from '../../app/api.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { fieldIssue } from '../../ui/field-issue.ts'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import { useSavedOver } from '../../ui/use-saved-over.ts'
import { AddressColumns } from './address-columns.tsx'
import { suppressionQuery, useChangeSuppression } from './suppression.ts'

type Suppression = { readonly suppress?: ColumnList }

/** Changes who is held back from every export. */
export function SuppressionPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(suppressionQuery)
  return (
    <Panel title={t('suppression.title')} onClose={onClose} leave="cancel">
      <Shown query={query}>
        {(latest) => (latest ? <Editing latest={latest} onClose={onClose} /> : <Text>{t('suppression.text')}</Text>)}
      </Shown>
    </Panel>
  )
}

function Editing({ latest, onClose }: { readonly latest: Versioned<Suppression>; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const queries = useQueryClient()
  const { seen, see, save, isPending, error, failure, conflict } = useSavedOver({
    latest,
    mutation: useChangeSuppression(),
    told: (columns: readonly ColumnRef[], { version }) => ({ columns, version }),
    askAgain: () => void queries.invalidateQueries(suppressionQuery),
    onSaved: (sentences) => {
      say([t('suppression.saved'), ...sentences].join(' '))
      onClose()
    },
  })
  const before = columnsIn(seen.value.suppress)
  const [columns, setColumns] = useState(before)
  const isChanged = JSON.stringify(columns) !== JSON.stringify(before)
  return (
    <>
      <PanelActs>
        <Button appearance="primary" disabledFocusable={isPending} onClick={() => save(columns)}>
          {t('app.save')}
        </Button>
      </PanelActs>
      <Unsaved changed={isChanged && !isPending} of="search" />
      <SendingFailed error={failure} />
      <AddressColumns
        label={t('suppression.columns')}
        hint={t('suppression.text')}
        columns={columns}
        onChange={setColumns}
        {...fieldIssue(error, 'suppress')}
      />
      {conflict && (
        <Conflict
          mine={{ suppress: columnListOf(conflict.mine) }}
          theirs={conflict.theirs.value}
          onClose={conflict.close}
          onTakeTheirs={() => {
            see(conflict.theirs)
            setColumns(columnsIn(conflict.theirs.value.suppress))
          }}
          onKeepMine={conflict.keepMine}
        />
      )}
    </>
  )
}
