import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/notice.tsx'

/** What the person who signed in may not do at Constant Contact, and what then does not work. */
export function MissingPrivileges({ privileges }: { readonly privileges: readonly string[] }) {
  const { t } = useTranslation()
  if (privileges.length === 0) return null
  return (
    <Notice intent="warning" title={t('connections.privileges.title')}>
      {t('connections.privileges.text', { privileges: privileges.join(', ') })}
    </Notice>
  )
}
