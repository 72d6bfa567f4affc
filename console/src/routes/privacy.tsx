import { Button, Text } from '@fluentui/react-components'
import { PersonDeleteRegular, PersonInfoRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'
import { RetentionPanel } from '../features/privacy/change-retention.tsx'
import { ErasurePanel } from '../features/privacy/erasure-panel.tsx'
import { ErasePanel, ExportPanel } from '../features/privacy/person-panel.tsx'
import { type Erasure, erasuresQuery } from '../features/privacy/privacy.ts'
import { RetentionSection } from '../features/privacy/retention.tsx'
import { ForAdministrators } from '../features/session/for-administrators.tsx'
import { SuppressionPanel } from '../features/suppression/suppression-panel.tsx'
import { SuppressionSection } from '../features/suppression/suppression-section.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Page } from '../ui/page.tsx'
import { PageLink } from '../ui/page-link.tsx'
import { Section } from '../ui/section.tsx'
import { Shown } from '../ui/shown.tsx'

/** What becomes of people's requests: who was erased, what is held of somebody, and how long things are kept. */
export function PrivacyPage() {
  const { t } = useTranslation()
  return (
    <ForAdministrators title={t('nav.privacy')}>
      <Privacy />
    </ForAdministrators>
  )
}

function Privacy() {
  const { t } = useTranslation()
  const { erasure, panel } = useSearch({ from: '/signed-in/administrator/privacy' })
  const navigate = useNavigate({ from: '/administrator/privacy' })
  const erasures = useQuery(erasuresQuery)
  const close = () => void navigate({ search: {} })
  const open = erasures.data?.find(({ id }) => id === erasure)
  return (
    <Page
      title={t('nav.privacy')}
      acts={
        <>
          <Button icon={<PersonInfoRegular />} onClick={() => void navigate({ search: { panel: 'export' } })}>
            {t('privacy.export.title')}
          </Button>
          <Button icon={<PersonDeleteRegular />} onClick={() => void navigate({ search: { panel: 'erase' } })}>
            {t('privacy.erase.title')}
          </Button>
        </>
      }
    >
      <Section title={t('privacy.erasures')}>
        <Shown query={erasures}>
          {(found) =>
            found.length === 0 ? (
              <Text>
                {t('privacy.none')} {t('privacy.noneText')}
              </Text>
            ) : (
              <Erasures erasures={found} />
            )
          }
        </Shown>
      </Section>
      <RetentionSection onChange={() => void navigate({ search: { panel: 'retention' } })} />
      <SuppressionSection onChange={() => void navigate({ search: { panel: 'suppression' } })} />
      {open && <ErasurePanel erasure={open} onClose={close} />}
      {panel === 'retention' && <RetentionPanel onClose={close} />}
      {panel === 'suppression' && <SuppressionPanel onClose={close} />}
      {panel === 'export' && <ExportPanel onClose={close} />}
      {panel === 'erase' && (
        <ErasePanel onClose={close} onBegun={(id) => void navigate({ search: { erasure: id }, replace: true })} />
      )}
    </Page>
  )
}

function Erasures({ erasures }: { readonly erasures: readonly Erasure[] }) {
  const { t } = useTranslation()
  const { moment } = useFormats()
  return (
    <DataTable<Erasure>
      label={t('privacy.erasures')}
      rows={erasures}
      keyOf={({ id }) => id}
      minWidth="760px"
      columns={[
        {
          key: 'askedAt',
          header: t('privacy.columns.askedAt'),
          width: '200px',
          cell: ({ id, askedAt }) => (
            <PageLink to="/administrator/privacy" search={{ erasure: id }}>
              {moment(askedAt)}
            </PageLink>
          ),
        },
        { key: 'askedBy', header: t('privacy.columns.askedBy'), cell: ({ askedBy }) => askedBy },
        {
          key: 'state',
          header: t('privacy.columns.state'),
          width: '110px',
          cell: ({ state }) => t(`privacy.states.${state}`),
        },
        { key: 'reason', header: t('privacy.columns.reason'), cell: ({ reason }) => reason ?? '' },
        {
          key: 'waitsFor',
          header: t('privacy.columns.waitsFor'),
          cell: ({ waitsFor }) => waitsFor && <Text size={200}>{waitsFor.sentence}</Text>,
        },
      ]}
    />
  )
}
