import { Spinner } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

export function Loading() {
  const { t } = useTranslation()
  return <Spinner label={t('app.loading')} style={{ margin: '48px auto' }} />
}
