import { Link, Text } from '@fluentui/react-components'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../../app/api.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { environmentQuery } from './environment.ts'

type Library = { readonly name: string; readonly version: string; readonly licence: string }

type About = {
  readonly version: string
  readonly licence: string
  readonly node: string
  readonly database: 'embedded' | 'server'
  readonly address: string
  readonly startedAt: string
  readonly libraries: readonly Library[]
}

const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: ({ signal }) => ask<About>('GET', '/about', { signal }),
  staleTime: 60_000,
})

/** Which Postbud this is, and what it stands on. */
export function AboutTab() {
  const { t } = useTranslation()
  const query = useQuery(aboutQuery)
  return <Shown query={query}>{(about) => <Told about={about} name={t('app.name')} />}</Shown>
}

function Told({ about, name }: { readonly about: About; readonly name: string }) {
  const { t } = useTranslation()
  const { data: environment } = useQuery(environmentQuery)
  const columns: readonly Column<Library>[] = [
    { key: 'name', header: t('system.about.library'), cell: (library) => library.name },
    { key: 'version', header: t('system.about.version'), width: '140px', cell: ({ version }) => version },
    { key: 'licence', header: t('system.about.licence'), width: '160px', cell: ({ licence }) => licence },
  ]
  return (
    <>
      <Section title={name}>
        <Facts
          facts={[
            ...(environment ? [[t('system.environment.title'), environment.value.name] as const] : []),
            [t('system.about.version'), about.version],
            [t('system.about.licence'), about.licence],
            [t('system.about.address'), about.address],
            [t('system.about.database'), t(`system.about.databases.${about.database}`)],
            [t('system.about.node'), about.node],
            [t('system.about.since'), <Moment key="since" at={about.startedAt} />],
          ]}
        />
        <Link href="/api/docs">{t('system.about.docs')}</Link>
      </Section>
      <Section title={t('system.about.libraries')}>
        <Text>{t('system.about.consoleToo')}</Text>
        <DataTable
          label={t('system.about.libraries')}
          columns={columns}
          rows={about.libraries}
          keyOf={(library) => library.name}
          minWidth="480px"
        />
      </Section>
    </>
  )
}
