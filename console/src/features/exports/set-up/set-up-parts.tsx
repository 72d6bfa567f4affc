import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ScheduleFields } from '../../schedules/schedule-fields.tsx'
import type { SegmentExport } from '../exports.ts'
import { ConnectionField } from './connection-field.tsx'
import { ConsentField } from './consent-field.tsx'
import { GuardFields } from './guard-fields.tsx'
import { useIssue } from './issues.ts'
import { LeaverFields } from './leaver-fields.tsx'
import { ListField } from './list-field.tsx'
import { MatchingFields } from './matching-fields.tsx'
import type { Part } from './part.ts'
import { SegmentFields } from './segment-fields.tsx'
import { SuppressField } from './suppress-field.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Everything that an export says, in the order in which the source asks for it. */
export function SetUpParts({
  existing,
  name,
  ...part
}: Part & {
  readonly existing?: SegmentExport
  /** By which the API and files know it, or will. */
  readonly name: string
}) {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const { draft, change, disabled } = part
  const guardsWrong = useIssue('guards').validationState === 'error'
  return (
    <>
      {disabled && (
        <MessageBar layout="multiline">
          <MessageBarBody>{t(me.role === 'viewer' ? 'setUpExport.viewer' : 'setUpExport.viewOnly')}</MessageBarBody>
        </MessageBar>
      )}
      {!disabled && existing?.managedBy != null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('setUpExport.managed', { file: existing.managedBy })}</MessageBarBody>
        </MessageBar>
      )}
      <Section title={t('setUpExport.where')}>
        <ConnectionField
          {...part}
          administers={me.role === 'administrator'}
          named={existing?.connection?.displayName}
        />
        <Field
          label={t('setUpExport.name')}
          required
          hint={draft.displayName.trim() === '' ? t('setUpExport.nameProposed') : `${t('app.nameInFiles')}: ${name}`}
          {...useIssue('displayName')}
        >
          <Input
            value={draft.displayName}
            disabled={disabled}
            onChange={(_, { value }) => change({ displayName: value })}
          />
        </Field>
        <ListField {...part} />
      </Section>
      <Section title={t('setUpExport.matching')}>
        <MatchingFields {...part} />
      </Section>
      <Section title={t('setUpExport.who')}>
        <SegmentFields {...part} />
        <LeaverFields {...part} />
        <ConsentField {...part} />
        <SuppressField {...part} />
      </Section>
      <Accordion collapsible {...(guardsWrong && { openItems: ['guards'] })}>
        <AccordionItem value="guards">
          <AccordionHeader as="h2">{t('setUpExport.guardsTitle')}</AccordionHeader>
          <AccordionPanel>
            <Section>
              <Text>{t('setUpExport.guardsText')}</Text>
              <GuardFields {...part} />
            </Section>
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
      <Section title={t('setUpExport.schedule')}>
        <Field {...useIssue('schedule')}>
          <ScheduleFields schedule={draft.schedule} disabled={disabled} onChange={(schedule) => change({ schedule })} />
        </Field>
      </Section>
    </>
  )
}

function Section({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.section}>
      {title !== undefined && (
        <Text as="h2" size={400} weight="semibold" className={styles.title}>
          {title}
        </Text>
      )}
      {children}
    </div>
  )
}
