import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Notice } from '../../ui/notice.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { type Connection, type Drift, driftKinds, useDrift, useRepair } from './connections.ts'

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  name: { flex: '1 1 12ch', fontWeight: tokens.fontWeightSemibold },
  people: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

/** The exports on a connection, and whether the list of each is still as Postbud left it. */
export function ExportsOn({
  connection: { exports, status },
  nameOf,
}: {
  readonly connection: Connection
  /** What people call an export. */
  readonly nameOf: (name: string) => string
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Section title={t('connections.exportsOn')}>
      {exports.length === 0 ? (
        <Text>{t('connections.noExports')}</Text>
      ) : (
        <>
          <Text>
            {t('connections.drift.title')} {t('connections.drift.lead')}
          </Text>
          <ul className={styles.list}>
            {exports.map((each) => (
              <li key={each}>
                <OneExport name={each} called={nameOf(each)} isConnected={status === 'connected'} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function OneExport({
  name,
  called,
  isConnected,
}: {
  readonly name: string
  readonly called: string
  readonly isConnected: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const drift = useDrift(name)
  return (
    <>
      <div className={styles.row}>
        <span className={styles.name}>
          <PageLink to="/exports/$name" params={{ name }}>
            {called}
          </PageLink>
        </span>
        <Button
          size="small"
          disabled={!isConnected}
          disabledFocusable={drift.isPending}
          aria-label={t('connections.drift.actNamed', { name: called })}
          onClick={() => drift.mutate()}
        >
          {t('connections.drift.act')}
        </Button>
      </div>
      <SendingFailed error={drift.error} />
      {drift.data && <Found name={name} drift={drift.data} />}
    </>
  )
}

function Found({ name, drift }: { readonly name: string; readonly drift: Drift }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const repair = useRepair(name)
  const { inStep, contacts, ours } = drift
  const found = driftKinds.filter((kind) => drift[kind].people > 0)
  return (
    <Notice
      intent={inStep ? 'success' : 'warning'}
      act={
        drift.changedByHand.people > 0 &&
        (repair.data ? (
          <PageLink to="/runs/$id" params={{ id: repair.data.id }}>
            {t('connections.drift.repairing')}
          </PageLink>
        ) : (
          <Button disabledFocusable={repair.isPending} onClick={() => repair.mutate()}>
            {t('connections.drift.repair')}
          </Button>
        ))
      }
    >
      {t(inStep ? 'connections.drift.inStep' : 'connections.drift.notInStep', {
        contacts: number(contacts),
        ours: number(ours),
      })}
      {found.length > 0 && (
        <ul className={styles.people}>
          {found.map((kind) => (
            <li key={kind}>
              {t(`connections.drift.${kind}`, { people: number(drift[kind].people) })}{' '}
              <Text size={200}>{drift[kind].sample.slice(0, 5).join(', ')}</Text>
            </li>
          ))}
        </ul>
      )}
      <SendingFailed error={repair.error} />
    </Notice>
  )
}
