import { Badge } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Connection } from './connections.ts'

const looks = {
  well: 'success',
  connect: 'warning',
  reconnect: 'danger',
  'export-user': 'danger',
  wrong: 'danger',
  warning: 'warning',
} as const

/** How a connection is doing: what it needs of a person, or what the last check found. */
export function stateOf({ needs, lastCheck }: Connection): keyof typeof looks {
  if (needs) return needs
  const verdict = lastCheck?.verdict
  return verdict === 'wrong' || verdict === 'warning' ? verdict : 'well'
}

/** The same as a badge, in its colour and in words. */
export function ConnectionState({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation()
  const state = stateOf(connection)
  return (
    <Badge appearance="tint" color={looks[state]} size="large">
      {t(`connections.states.${state}`)}
    </Badge>
  )
}
