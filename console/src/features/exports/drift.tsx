import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask, once } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import type { Run } from '../runs/runs.ts'
import { exportPath } from './exports.ts'
import { LookButton } from './look-button.tsx'
import { usePreview } from './preview.ts'
import { PreviewView } from './preview-view.tsx'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, overflowWrap: 'anywhere' },
})

type People = { readonly people: number; readonly sample: readonly string[] }

type Drift = {
  readonly contacts: number
  readonly ours: number
  readonly missing: People
  readonly readdressed: People
  readonly others: number
  readonly strangers: People
  readonly back: People
  readonly changedByHand: People
  readonly changedByExport: People
  readonly inStep: boolean
}

const groups = ['missing', 'readdressed', 'back', 'changedByHand', 'changedByExport', 'strangers'] as const

/** Compares the real list with what Postbud believes of it, when asked to; what was changed by hand can be sent again. */
export function DriftSection({ name }: { readonly name: string }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const look = useMutation({ mutationFn: () => ask<Drift>('POST', `${exportPath(name)}/drift?emails=full`) })
  const repair = useMutation({
    mutationFn: () => ask<Run>('POST', `${exportPath(name)}/runs`, { body: { kind: 'repair' }, headers: once() }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries()
      void navigate({ to: '/runs/$id', params: { id } })
    },
  })
  const preview = usePreview(name, { kind: 'repair' })
  const { data } = look
  return (
    <Section
      title={t('drift.title')}
      acts={
        <Button
          disabledFocusable={look.isPending}
          onClick={() => {
            preview.reset()
            look.mutate()
          }}
        >
          {look.isPending ? t('drift.looking') : t('drift.compare')}
        </Button>
      }
    >
      <SendingFailed error={look.error ?? preview.error ?? repair.error} />
      {!data && <Text className={styles.quiet}>{t('drift.text')}</Text>}
      {data && (
        <>
          <Text size={200}>
            {t('drift.compared')} <Moment at={new Date(look.submittedAt).toISOString()} />
          </Text>
          {data.inStep ? (
            <Notice intent="success">{t('drift.inStep')}</Notice>
          ) : (
            <Notice
              intent="warning"
              act={
                <>
                  <LookButton
                    first="preview.lookAtThat"
                    looked={preview.data !== undefined}
                    busy={preview.isPending}
                    onLook={() => preview.mutate()}
                  />
                  <Button disabledFocusable={repair.isPending} onClick={() => repair.mutate()}>
                    {t('drift.repair')}
                  </Button>
                </>
              }
            >
              {t('drift.drifted')}
            </Notice>
          )}
          {preview.data && <PreviewView of={preview.data} />}
          <Figures
            within
            facts={[
              [t('drift.contacts'), number(data.contacts)],
              [t('drift.ours'), number(data.ours)],
              [t('drift.others'), number(data.others)],
              ...groups.map((group) => [t(`drift.${group}`), number(data[group].people)] as const),
            ]}
          />
          <Accordion collapsible multiple>
            {groups.map((group) =>
              data[group].people === 0 ? null : (
                <AccordionItem key={group} value={group}>
                  <AccordionHeader>
                    {t(`drift.${group}`)}: {number(data[group].people)}
                  </AccordionHeader>
                  <AccordionPanel>
                    <Addresses of={data[group]} />
                  </AccordionPanel>
                </AccordionItem>
              ),
            )}
          </Accordion>
        </>
      )}
    </Section>
  )
}

/** Some of the people, and how many more there are. */
function Addresses({ of: { people, sample } }: { readonly of: People }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const more = people - sample.length
  return (
    <ul className={styles.list}>
      {sample.map((email, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: addresses that are masked may be told twice
        <li key={at}>{email}</li>
      ))}
      {more > 0 && <li>{t('drift.more', { people: number(more) })}</li>}
    </ul>
  )
}
