import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { usePreview } from './preview.ts'
import { PreviewView } from './preview-view.tsx'

const useStyles = makeStyles({
  whole: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingTop: tokens.spacingVerticalM,
  },
})

/** Looks at what undoing a run of an export would do, when asked to. */
export function UndoLook({ name, run }: { readonly name: string; readonly run: string }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { mutate, isPending, error, data } = usePreview(name, { kind: 'undo', run })
  return (
    <div className={styles.whole}>
      <div>
        <Button disabledFocusable={isPending} onClick={() => mutate()}>
          {isPending ? t('preview.looking') : t('preview.lookAtThat')}
        </Button>
      </div>
      <SendingFailed error={error} />
      {data && <PreviewView of={data} />}
    </div>
  )
}
