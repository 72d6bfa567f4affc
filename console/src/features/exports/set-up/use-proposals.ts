import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listsQuery, matchingQuery, segmentChoicesQuery, usableConnectionsQuery } from './choices.ts'
import type { Draft } from './draft.ts'

/** These are proposed by themselves; whatever else is known of people is sent only when somebody asks for it. */
const usual = ['first_name', 'last_name'] as const

type Asked = { readonly isNew: boolean; readonly changes: Partial<Draft> }

/** A new export as it stands with what is proposed where nothing was chosen: the only connection, names, and what it is called. */
export function useProposals(draft: Draft, { isNew, changes }: Asked): Draft {
  const { t } = useTranslation()
  const { data: connections = [] } = useQuery({ ...usableConnectionsQuery, enabled: isNew })
  const connection = draft.connection ?? (isNew && connections.length === 1 ? connections[0]?.name : undefined)
  const { data: matching } = useQuery({ ...matchingQuery(connection), enabled: isNew })
  const { data: lists = [] } = useQuery({ ...listsQuery(connection ?? ''), enabled: isNew && connection !== undefined })
  const { data: segments = [] } = useQuery({ ...segmentChoicesQuery, enabled: isNew })
  if (!isNew) return draft
  const list = lists.find(({ id, name }) => id === draft.list || name === draft.list)?.name
  const chosen = segments.filter(({ name }) => draft.segments.includes(name)).map(({ displayName }) => displayName)
  const proposedName =
    list === undefined || chosen.length === 0 ? '' : t('setUpExport.proposed', { segments: chosen.join(', '), list })
  const proposedFields = Object.fromEntries(
    usual.flatMap((field) => {
      const column = matching?.proposal[field]
      return column === undefined ? [] : [[field, column]]
    }),
  )
  return {
    ...draft,
    connection,
    displayName: changes.displayName ?? (draft.displayName || proposedName),
    fields: changes.fields ?? (Object.keys(draft.fields).length > 0 ? draft.fields : proposedFields),
  }
}
