import { Button, Field, MessageBar, MessageBarBody, Radio, RadioGroup, Switch } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportSchedule } from '../../../../src/contract/schedule.ts'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import { ScheduleFields } from '../schedules/schedule-fields.tsx'
import { useScheduleExports } from './export-acts.ts'
import type { SegmentExport } from './exports.ts'

/** Schedules one export, or several: by keeping what each has, or by one schedule for all (feature map, X6 and X7). */
export function SchedulePanel({
  of,
  onClose,
}: {
  readonly of: readonly SegmentExport[]
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useScheduleExports()
  const [only] = of
  const before = (of.length === 1 && only?.definition.schedule) || 'system refresh'
  const [schedule, setSchedule] = useState<ExportSchedule>(before)
  const [how, setHow] = useState<'keep' | 'define'>(of.length === 1 ? 'define' : 'keep')
  const [on, setOn] = useState(true)
  const [changed, setChanged] = useState(false)
  const change = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      setChanged(true)
      set(value)
    }
  }
  const save = () =>
    mutate(
      {
        names: of.map(({ name }) => name),
        change: how === 'define' ? { define: schedule } : { keep: on ? 'on' : 'off' },
      },
      {
        onSuccess: ({ warnings, consequences }) => {
          say([t('exports.schedule.done'), ...warnings, ...consequences].join(' '))
          setChanged(false)
          onClose()
        },
      },
    )
  return (
    <Panel
      title={t('exports.schedule.title', { count: of.length, name: only?.displayName ?? '' })}
      onClose={onClose}
      leave="cancel"
    >
      <PanelActs>
        <Button appearance="primary" onClick={save} disabledFocusable={isPending}>
          {t('app.save')}
        </Button>
      </PanelActs>
      <Unsaved changed={changed && !isPending} of="search" />
      {of.length > 1 && (
        <Field label={t('exports.schedule.which')}>
          <RadioGroup value={how} onChange={(_, { value }) => change(setHow)(value === 'keep' ? 'keep' : 'define')}>
            <Radio value="keep" label={t('exports.schedule.keep')} />
            <Radio value="define" label={t('exports.schedule.define')} />
          </RadioGroup>
        </Field>
      )}
      {how === 'keep' ? (
        <Field hint={t('exports.schedule.onText')}>
          <Switch label={t('exports.schedule.on')} checked={on} onChange={(_, { checked }) => change(setOn)(checked)} />
        </Field>
      ) : (
        <>
          {of.length > 1 && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t('exports.schedule.overridden')}</MessageBarBody>
            </MessageBar>
          )}
          <ScheduleFields schedule={schedule} onChange={change(setSchedule)} />
        </>
      )}
      <SendingFailed error={error} />
    </Panel>
  )
}
