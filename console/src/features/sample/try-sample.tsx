import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { BeakerRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { consentQuery, sampleQuery, useTrySample } from './sample.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  consent: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    maxHeight: '160px',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** The way from nothing to a filled list for an administrator who only wants to see it; nothing where that is not offered. */
export function TrySample() {
  const { t } = useTranslation()
  const { data: sample } = useQuery(sampleQuery)
  if (!sample?.offered) return null
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance="primary" icon={<BeakerRegular />}>
          {t('sample.try')}
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <Agreeing />
      </DialogSurface>
    </Dialog>
  )
}

function Agreeing() {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const [agreed, setAgreed] = useState(false)
  const consent = useQuery(consentQuery(i18n.language))
  const { mutate, isPending, error } = useTrySample(
    ({ runs: [first] }) =>
      void (first ? navigate({ to: '/runs/$id', params: { id: first.id } }) : navigate({ to: '/exports' })),
  )
  const version = consent.data?.version
  return (
    <DialogBody>
      <DialogTitle>{t('sample.try')}</DialogTitle>
      <DialogContent className={styles.content}>
        <Text>{t('sample.what')}</Text>
        <Text>{t('sample.where')}</Text>
        <Text weight="semibold">{t('sample.consent')}</Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <p className={styles.consent} tabIndex={0}>
          {consent.data?.text}
        </p>
        <Checkbox
          label={t('sample.agree')}
          checked={agreed}
          onChange={(_, { checked }) => setAgreed(checked === true)}
          disabled={version === undefined}
        />
        <SendingFailed error={consent.error ?? error} />
      </DialogContent>
      <DialogActions>
        <DialogTrigger disableButtonEnhancement>
          <Button>{t('app.back')}</Button>
        </DialogTrigger>
        <Button
          appearance="primary"
          disabledFocusable={!agreed || isPending}
          onClick={() => version !== undefined && mutate({ textVersion: version, language: i18n.language })}
        >
          {t(isPending ? 'sample.making' : 'sample.begin')}
        </Button>
      </DialogActions>
    </DialogBody>
  )
}
