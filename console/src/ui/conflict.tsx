import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { stringify } from 'yaml'
import { useFocusBack } from './focus-back.ts'
import { YamlShown } from './yaml-shown.tsx'

const useStyles = makeStyles({
  wide: { maxWidth: '960px' },
  both: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
})

/** Two people changed one thing: shows both versions, and lets who came second choose. */
export function Conflict({
  mine,
  theirs,
  onTakeTheirs,
  onKeepMine,
  onClose,
}: {
  readonly mine: unknown
  readonly theirs: unknown
  readonly onTakeTheirs: () => void
  readonly onKeepMine: () => void
  readonly onClose: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  useFocusBack()
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.wide}>
        <DialogBody>
          <DialogTitle>{t('app.conflict.title')}</DialogTitle>
          <DialogContent>
            <p>{t('app.conflict.text')}</p>
            <div className={styles.both}>
              {(['mine', 'theirs'] as const).map((whose) => (
                <div key={whose}>
                  <Text as="h3" weight="semibold">
                    {t(`app.conflict.${whose}`)}
                  </Text>
                  <YamlShown text={stringify(whose === 'mine' ? mine : theirs)} />
                </div>
              ))}
            </div>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>{t('app.back')}</Button>
            <Button onClick={onTakeTheirs}>{t('app.conflict.take')}</Button>
            <Button appearance="primary" onClick={onKeepMine}>
              {t('app.conflict.keep')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
