import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components'
import { ArrowRedoRegular, ArrowUndoRegular, CodeRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { StickyBar } from '../../../ui/sticky-bar.tsx'

const useStyles = makeStyles({
  said: {
    flex: '1 1 240px',
    display: 'flex',
    flexDirection: 'column',
    '@media (max-width: 480px)': { flexBasis: '100%' },
  },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** Undoing, the text, the way to the next step, and saving with what comes of it. */
export function StepsBar({
  changed,
  busy,
  canUndo,
  canRedo,
  showsText,
  next,
  onUndo,
  onRedo,
  onShowText,
  onNext,
  onSave,
}: {
  readonly changed: boolean
  readonly busy: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly showsText: boolean
  /** The next step in words; missing at the last. */
  readonly next: string | undefined
  readonly onUndo: () => void
  readonly onRedo: () => void
  readonly onShowText: (shows: boolean) => void
  readonly onNext: () => void
  /** Missing for those who only look. */
  readonly onSave: (() => void) | undefined
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <StickyBar>
      <div className={styles.said}>
        {onSave && changed && <Text weight="semibold">{t('unifying.unsavedNow')}</Text>}
        <Text size={200} className={styles.quiet}>
          {t(onSave ? 'unifying.whatNext' : 'unifying.onlyLook')}
        </Text>
      </div>
      {onSave && (
        <>
          <Tooltip content={t('builder.undo')} relationship="label">
            <Button appearance="subtle" icon={<ArrowUndoRegular />} disabledFocusable={!canUndo} onClick={onUndo} />
          </Tooltip>
          <Tooltip content={t('builder.redo')} relationship="label">
            <Button appearance="subtle" icon={<ArrowRedoRegular />} disabledFocusable={!canRedo} onClick={onRedo} />
          </Tooltip>
        </>
      )}
      <Button
        appearance="subtle"
        icon={<CodeRegular />}
        aria-expanded={showsText}
        onClick={() => onShowText(!showsText)}
      >
        {t(showsText ? 'builder.hideText' : 'builder.showText')}
      </Button>
      {next !== undefined && <Button onClick={onNext}>{t('unifying.next', { step: next })}</Button>}
      {onSave && (
        <Button appearance="primary" disabledFocusable={busy || !changed} onClick={onSave}>
          {t('unifying.save')}
        </Button>
      )}
    </StickyBar>
  )
}
