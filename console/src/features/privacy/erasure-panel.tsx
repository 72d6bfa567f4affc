import {
  Button,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Subtitle1,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import type { en } from '../../app/words/en.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { Shown } from '../../ui/shown.tsx'
import { certificateQuery, type Erasure, useLift } from './privacy.ts'

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

/** One erasure: where it stands, what its certificate says, and lifting it. */
export function ErasurePanel({ erasure, onClose }: { readonly erasure: Erasure; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { moment } = useFormats()
  const [lifting, setLifting] = useState(false)
  const { state, askedBy, askedAt, reason, waitsFor, lifted } = erasure
  return (
    <Panel title={t('privacy.open', { at: moment(askedAt) })} onClose={onClose}>
      {state === 'whole' && (
        <PanelActs>
          <Button onClick={() => setLifting(true)}>{t('privacy.lift.act')}</Button>
        </PanelActs>
      )}
      <Facts
        facts={[
          [t('privacy.columns.state'), t(`privacy.states.${state}`)],
          [t('privacy.columns.askedBy'), askedBy],
          [t('privacy.columns.askedAt'), <Moment key="at" at={askedAt} />],
          [t('privacy.columns.reason'), reason],
        ]}
      />
      {waitsFor && (
        <MessageBar intent="warning" layout="multiline" role="status">
          <MessageBarBody>{waitsFor.sentence}</MessageBarBody>
        </MessageBar>
      )}
      {lifted && (
        <MessageBar layout="multiline">
          <MessageBarBody>
            {t('privacy.lift.lifted', { by: lifted.by, reason: lifted.reason })} <Moment at={lifted.at} />
          </MessageBarBody>
        </MessageBar>
      )}
      {state === 'under_way' ? <Text>{t('privacy.certificate.waits')}</Text> : <CertificateShown id={erasure.id} />}
      {lifting && <Lift id={erasure.id} onClose={() => setLifting(false)} />}
    </Panel>
  )
}

function CertificateShown({ id }: { readonly id: string }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const certificate = useQuery(certificateQuery(id))
  const placeWords = (kind: string) => {
    const known = kind as keyof (typeof en)['privacy']['places']
    return t(`privacy.places.${known}`, { defaultValue: kind })
  }
  return (
    <Shown query={certificate}>
      {({ endedAt, erased, removedFrom, remains }) => (
        <>
          <Subtitle1 as="h2">{t('privacy.certificate.title')}</Subtitle1>
          <Facts facts={[[t('privacy.certificate.endedAt'), <Moment key="at" at={endedAt} />]]} />
          <Text weight="semibold">{t('privacy.certificate.erased')}</Text>
          {Object.keys(erased).length === 0 ? (
            <Text>{t('privacy.certificate.nothing')}</Text>
          ) : (
            <Facts
              facts={Object.entries(erased).map(([kind, entries]) => [placeWords(kind), number(entries)] as const)}
            />
          )}
          {removedFrom.length > 0 && (
            <>
              <Text weight="semibold">{t('privacy.certificate.removedFrom')}</Text>
              <Text>{removedFrom.join(', ')}</Text>
            </>
          )}
          <Text weight="semibold">{t('privacy.certificate.remains')}</Text>
          <ul className={styles.list}>
            {remains.map(({ kind, name, sentence }) => (
              <li key={`${kind} ${name}`}>{sentence}</li>
            ))}
          </ul>
          <div>
            <Button
              as="a"
              icon={<ArrowDownloadRegular />}
              href={`/api/v1/privacy/erasures/${encodeURIComponent(id)}/certificate.txt`}
              download={`erasure-${id}.txt`}
            >
              {t('privacy.certificate.download')}
            </Button>
          </div>
        </>
      )}
    </Shown>
  )
}

function Lift({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const [reason, setReason] = useState('')
  const lift = useLift(id)
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('privacy.lift.title')}
      act={t('privacy.lift.act')}
      busy={lift.isPending || reason.trim() === ''}
      error={lift.error}
      onAct={() =>
        lift.mutate(reason, {
          onSuccess: () => {
            say(t('privacy.lift.done'))
            onClose()
          },
        })
      }
    >
      <p>{t('privacy.lift.text')}</p>
      <Field label={t('privacy.lift.reason')} hint={t('privacy.erase.reasonHint')} required>
        <Textarea value={reason} maxLength={500} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </AskFirst>
  )
}
