import { Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Loading } from '../../ui/loading.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Connection } from './connections.ts'
import { MissingPrivileges } from './missing-privileges.tsx'

const looks: Readonly<Record<string, 'error' | 'warning'>> = { wrong: 'error' }

/** What the last check found, today's or the one somebody has just asked for. */
export function LastCheck({
  connection: { lastCheck, status },
  busy,
  missing,
}: {
  readonly connection: Connection
  readonly busy: boolean
  readonly missing: readonly string[]
}) {
  const { t } = useTranslation()
  if (busy) return <Loading />
  if (!lastCheck) return status === 'never_connected' ? null : <Text>{t('connections.unchecked')}</Text>
  return (
    <>
      <Text role="status">
        {t('connections.checked')}: <Moment at={lastCheck.at} />.{' '}
        {lastCheck.verdict === 'well' && t('connections.checkedWell')}
      </Text>
      {lastCheck.findings.map(({ kind, code, message }) =>
        // A missing privilege is told below, with what to do about it.
        code === 'privilege_missing' && missing.length > 0 ? null : (
          <Notice key={message} intent={looks[kind] ?? 'warning'}>
            {message}
          </Notice>
        ),
      )}
      <MissingPrivileges privileges={missing} />
    </>
  )
}
