import { Button, makeStyles, mergeClasses, Text, Tooltip, tokens } from '@fluentui/react-components'
import { ArrowRedoRegular, ArrowUndoRegular, CodeRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { filledRows } from '../../../ui/filled-rows.ts'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import type { LiveCount } from './use-live-count.ts'
import { useWorkbench } from './workbench.ts'

const narrow = '@media (max-width: 720px)'

const useStyles = makeStyles({
  count: { flex: '1 1 220px', display: 'flex', flexDirection: 'column', [narrow]: { flexBasis: '100%' } },
  acts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    // On a telephone all three stand beside each other.
    [narrow]: { flexBasis: '100%', '& button': { minWidth: 0 } },
    '@media (max-width: 480px)': filledRows,
  },
  stale: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
  wrong: { color: tokens.colorStatusDangerForeground1 },
  under: { color: tokens.colorNeutralForeground2 },
})

/** For how many customers the rules hold, undoing, the text, and saving with what comes of it, or leaving. */
export function SaveBar({
  live,
  ready,
  unfinished,
  busy,
  canUndo,
  canRedo,
  showsText,
  onShowText,
  onSave,
  onCancel,
  active,
}: {
  readonly live: LiveCount
  readonly ready: boolean
  /** What is to be done before what somebody wanted to save can be. */
  readonly unfinished: string | undefined
  readonly busy: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly showsText: boolean
  readonly onShowText: (shows: boolean) => void
  readonly onSave: (andRefresh: boolean) => void
  readonly onCancel: () => void
  /** Whether it can be refreshed. */
  readonly active: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number, proportion } = useFormats()
  const { dispatch } = useWorkbench()
  const { counted, isStale } = live
  const words = counted
    ? t('builder.members', {
        members: number(counted.members),
        profiles: number(counted.profiles),
        share: proportion(counted.profiles === 0 ? 0 : counted.members / counted.profiles),
      })
    : t(ready ? 'builder.counting' : 'builder.notCounted')
  return (
    <StickyBar>
      <div className={styles.count}>
        <Text
          weight="semibold"
          role="status"
          className={mergeClasses(counted && isStale && styles.stale)}
          aria-busy={ready && isStale}
        >
          {words}
          {counted && isStale && ` – ${t(ready ? 'builder.counting' : 'builder.stale')}`}
        </Text>
        <Text size={200} className={unfinished ? styles.wrong : styles.under}>
          {unfinished ? `${t('builder.unfinished')} ${unfinished}` : t('builder.whatNext')}
        </Text>
      </div>
      <div className={styles.acts}>
        <Tooltip content={t('builder.undo')} relationship="label">
          <Button
            appearance="subtle"
            icon={<ArrowUndoRegular />}
            disabledFocusable={!canUndo}
            onClick={() => dispatch({ do: 'undo' })}
          />
        </Tooltip>
        <Tooltip content={t('builder.redo')} relationship="label">
          <Button
            appearance="subtle"
            icon={<ArrowRedoRegular />}
            disabledFocusable={!canRedo}
            onClick={() => dispatch({ do: 'redo' })}
          />
        </Tooltip>
        <Button
          appearance="subtle"
          icon={<CodeRegular />}
          aria-expanded={showsText}
          onClick={() => onShowText(!showsText)}
        >
          {t(showsText ? 'builder.hideText' : 'builder.showText')}
        </Button>
      </div>
      <div className={styles.acts}>
        <Button appearance="primary" disabledFocusable={busy} onClick={() => onSave(false)}>
          {t('builder.save')}
        </Button>
        {active && (
          <Button disabledFocusable={busy} onClick={() => onSave(true)}>
            {t('builder.saveAndRefresh')}
          </Button>
        )}
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
      </div>
    </StickyBar>
  )
}
