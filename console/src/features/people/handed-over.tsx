import { Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Copied } from '../../ui/copied.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { HandedOver } from './users.ts'

/** How a link gets to whom it is for: a mail took it along, or here it is, this once. */
export function LinkHandedOver({ handed: { user, mailed, link, mailProblem } }: { readonly handed: HandedOver }) {
  const { t } = useTranslation()
  const { moment } = useFormats()
  const { email } = user
  return (
    <>
      {mailProblem !== null && <Notice intent="warning">{t('people.handed.problem', { problem: mailProblem })}</Notice>}
      {mailed && <Text>{t('people.handed.mailed', { email })}</Text>}
      {link && (
        <>
          <Text>{t('people.handed.link', { email, until: moment(link.expiresAt) })}</Text>
          <Copied label={t('people.handed.label')} text={link.address} />
        </>
      )}
      {!mailed && !link && <Text>{t('people.handed.noLink', { email })}</Text>}
    </>
  )
}
