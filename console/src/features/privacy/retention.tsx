import { Button, Subtitle2, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { isExplained, keptKinds, retentionQuery, usualDays } from './privacy.ts'

/** How long what is held of people is kept, and who sees their addresses. */
export function RetentionSection({ onChange }: { readonly onChange: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const retention = useQuery(retentionQuery)
  // Where nothing is configured yet there is nothing to change.
  if (retention.error instanceof ProblemError && retention.error.code === 'definitions_missing') return null
  return (
    <Section title={t('privacy.kept.title')} acts={<Button onClick={onChange}>{t('privacy.kept.change')}</Button>}>
      <Shown query={retention}>
        {({ value: { viewersSeeEmails, ...kept } }) => (
          <>
            <Text>{t('privacy.kept.text')}</Text>
            <Facts
              facts={[
                ...keptKinds.map(
                  (kind) =>
                    [
                      t(`privacy.kept.${kind}`),
                      <span key={kind}>
                        {t('privacy.kept.days', { days: number(kept[kind] ?? usualDays[kind]) })}
                        {isExplained(kind) && (
                          <Text size={200} block>
                            {t(`privacy.kept.hints.${kind}`)}
                          </Text>
                        )}
                      </span>,
                    ] as const,
                ),
              ]}
            />
            <Subtitle2 as="h3">{t('privacy.kept.viewers')}</Subtitle2>
            <Facts
              facts={[[t('privacy.kept.emails'), t(viewersSeeEmails ? 'privacy.kept.full' : 'privacy.kept.masked')]]}
            />
          </>
        )}
      </Shown>
    </Section>
  )
}
