import { Text } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../ui/moment.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { LookButton } from './look-button.tsx'
import { type Preview, usePreview } from './preview.ts'
import { PreviewView } from './preview-view.tsx'

/** What a run of an export would do, when it was last looked at in this window; it is looked at anew when somebody asks. */
export function LastPreview({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const queryKey = ['preview', name]
  // Never asked for by itself: a preview spends the account's requests.
  const { data, dataUpdatedAt } = useQuery<Preview>({ queryKey, enabled: false, gcTime: Number.POSITIVE_INFINITY })
  const { mutate, isPending, error } = usePreview(name)
  return (
    <Section
      title={t('preview.title')}
      acts={
        <LookButton
          first="preview.look"
          looked={data !== undefined}
          busy={isPending}
          onLook={() => mutate(undefined, { onSuccess: (found) => queries.setQueryData(queryKey, found) })}
        />
      }
    >
      <SendingFailed error={error} />
      {data ? (
        <>
          <Text size={200}>
            {t('preview.calculated')} <Moment at={new Date(dataUpdatedAt).toISOString()} />
          </Text>
          <PreviewView of={data} />
        </>
      ) : (
        <Text>{t('preview.text')}</Text>
      )}
    </Section>
  )
}
