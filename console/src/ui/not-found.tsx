import { Link, Title2 } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <main style={{ padding: 32 }}>
      <Title2 as="h1">{t('app.notFound')}</Title2>
      <p>
        <Link href="/">{t('app.toHome')}</Link>
      </p>
    </main>
  )
}
