import { Badge, makeStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { statusKey } from './status-key.ts'

const looks: Readonly<Record<string, 'success' | 'warning' | 'danger' | 'informative' | 'brand' | 'subtle'>> = {
  successful: 'success',
  completedWithWarnings: 'warning',
  waitsForApproval: 'warning',
  failureWillRetry: 'warning',
  failed: 'danger',
  failedPermanent: 'danger',
  processing: 'brand',
  refreshing: 'brand',
  queued: 'informative',
  skipped: 'informative',
  canceled: 'informative',
  notStarted: 'subtle',
}

const useStyles = makeStyles({ badge: { height: 'auto', minHeight: '24px' } })

/** A status in its colour and, for those who do not see colours, in words. */
export function StatusBadge({ status }: { readonly status: string }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const key = statusKey(status)
  return (
    <Badge
      className={styles.badge}
      appearance="tint"
      color={key ? (looks[key] ?? 'informative') : 'informative'}
      size="large"
    >
      {key ? t(`status.${key}`) : status}
    </Badge>
  )
}
