import { Button, makeStyles, Text, Toolbar, tokens } from '@fluentui/react-components'
import { CalendarClockRegular, DeleteRegular, PlayRegular, PlugDisconnectedRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { MenuAct } from './export-menu.tsx'
import type { SegmentExport } from './exports.ts'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** What is done with several exports at once; only where all of them may be edited. */
export function ChosenExports({
  chosen,
  onAct,
  busy,
}: {
  readonly chosen: readonly SegmentExport[]
  readonly onAct: (act: MenuAct, of: readonly SegmentExport[]) => void
  readonly busy: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  if (chosen.length === 0) return null
  const mayEdit = chosen.every(({ permission }) => permission === 'edit')
  const connected = chosen.filter(({ connection }) => connection !== null)
  const mayRun = mayEdit && connected.length === chosen.length
  return (
    <Toolbar className={styles.bar} aria-label={t('exports.chosen', { count: chosen.length })}>
      <Text weight="semibold">{t('exports.chosen', { count: chosen.length })}</Text>
      <Button icon={<PlayRegular />} disabled={!mayRun} disabledFocusable={busy} onClick={() => onAct('run', chosen)}>
        {t('exports.acts.run')}
      </Button>
      <Button icon={<CalendarClockRegular />} disabled={!mayEdit} onClick={() => onAct('schedule', chosen)}>
        {t('exports.acts.schedule')}
      </Button>
      <Button
        icon={<PlugDisconnectedRegular />}
        disabled={!mayEdit || connected.length === 0}
        onClick={() => onAct('detach', connected)}
      >
        {t('exports.acts.detach')}
      </Button>
      <Button icon={<DeleteRegular />} disabled={!mayEdit} onClick={() => onAct('remove', chosen)}>
        {t('exports.acts.remove')}
      </Button>
      {!mayEdit && <Text>{t('exports.chosenViewOnly')}</Text>}
      {mayEdit && !mayRun && <Text>{t('exports.chosenDetached')}</Text>}
    </Toolbar>
  )
}
