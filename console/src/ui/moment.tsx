import { Tooltip } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'

/** A time as people say it, and exactly when somebody asks. */
export function Moment({ at }: { readonly at: string | null }) {
  const { t } = useTranslation()
  const { ago, exact } = useFormats()
  if (at === null) return <span>{t('app.never')}</span>
  return (
    <Tooltip content={exact(at)} relationship="description">
      <time dateTime={at}>{ago(at)}</time>
    </Tooltip>
  )
}
