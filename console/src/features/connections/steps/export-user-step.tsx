import { Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../ui/moment.tsx'
import { BecomeExportUser } from '../become-export-user.tsx'
import { type Draft, useBecomeExportUser } from '../drafts.ts'

/** "Add yourself as export user": for whom the runs of the connection act. */
export function ExportUserStep({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useBecomeExportUser(draft.id)
  if (draft.exportUser) {
    return (
      <Text>
        {t('connecting.exportUser.is', { who: draft.exportUser.who })} <Moment at={draft.exportUser.at} />
      </Text>
    )
  }
  if (draft.next !== 'export-user') return null
  return (
    <>
      <Text>{t('connecting.exportUser.lead')}</Text>
      <BecomeExportUser become={() => mutate(undefined)} busy={isPending} error={error} />
    </>
  )
}
