import { Button, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import type { Told } from '../connections.ts'
import { type Draft, useSaveDraft } from '../drafts.ts'

/** "Save": from here on the connection is there. */
export function SaveStep({
  draft,
  onSaved,
}: {
  readonly draft: Draft
  readonly onSaved: (saved: Told & { readonly name: string }) => void
}) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useSaveDraft(draft.id)
  return (
    <>
      <Text>{t(draft.remakes ? 'connecting.save.again' : 'connecting.save.lead')}</Text>
      <SendingFailed error={error} />
      <div>
        <Button
          appearance="primary"
          disabledFocusable={isPending}
          onClick={() => mutate(undefined, { onSuccess: onSaved })}
        >
          {t('app.save')}
        </Button>
      </div>
    </>
  )
}
