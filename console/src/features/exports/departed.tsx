import { Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'

const kinds = ['unsubscribed', 'deleted', 'left_list'] as const

/** How many of the export's account departed on Constant Contact's side, whom no run puts back; administrators are led to them. */
export function Departed({ connection }: { readonly connection: string }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { me } = useRouteContext({ from: '/signed-in' })
  const query = useQuery({
    queryKey: ['departures', connection, 'counted'],
    queryFn: ({ signal }) =>
      ask<{ readonly byKind: Readonly<Record<string, number>> }>(
        'GET',
        `/connections/${encodeURIComponent(connection)}/departures?limit=1`,
        { signal },
      ),
    retry: false,
  })
  return (
    <Section
      title={t('drift.departed.title')}
      acts={
        me.role === 'administrator' && (
          <LinkButton to="/administrator/connections/$name" params={{ name: connection }}>
            {t('drift.departed.who')}
          </LinkButton>
        )
      }
    >
      <Text>{t('drift.departed.text')}</Text>
      <Shown query={query}>
        {({ byKind }) => (
          <Figures
            within
            facts={kinds.map((kind) => [t(`drift.departed.${kind}`), number(byKind[kind] ?? 0)] as const)}
          />
        )}
      </Shown>
    </Section>
  )
}
