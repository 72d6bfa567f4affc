import { Tooltip } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** A time as people say it, and exactly when somebody asks. */
export function Moment({ at }: { readonly at: string | null }) {
  const { i18n, t } = useTranslation()
  if (at === null) return <span>{t('app.never')}</span>
  const exact = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at))
  return (
    <Tooltip content={exact} relationship="description">
      <time dateTime={at}>{ago(at, i18n.language)}</time>
    </Tooltip>
  )
}

function ago(at: string, language: string): string {
  const seconds = (Date.parse(at) - Date.now()) / 1000
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return words.format(Math.round(seconds / size), unit)
}
