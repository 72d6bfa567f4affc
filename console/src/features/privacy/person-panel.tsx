import { Button, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { ErasePerson } from './erase-person.tsx'
import { useExportPerson, type Who } from './privacy.ts'
import { isTold, WhoFields } from './who-fields.tsx'

/** Erases somebody who is told by an address or a key, once that was asked. */
export function ErasePanel({
  onClose,
  onBegun,
}: {
  readonly onClose: () => void
  readonly onBegun: (erasure: string) => void
}) {
  const { t } = useTranslation()
  const [who, setWho] = useState<Who>({ email: '' })
  const [asking, setAsking] = useState(false)
  return (
    <Panel title={t('privacy.erase.title')} onClose={onClose} leave="cancel">
      <PanelActs>
        <Button appearance="primary" disabledFocusable={!isTold(who)} onClick={() => setAsking(true)}>
          {t('profiles.card.erase')}
        </Button>
      </PanelActs>
      <Text>{t('privacy.erase.text')}</Text>
      <Text>{t('privacy.erase.remains')}</Text>
      <WhoFields who={who} onChange={setWho} />
      {asking && <ErasePerson who={who} onClose={() => setAsking(false)} onBegun={onBegun} />}
    </Panel>
  )
}

/** Makes the file that a person who asks is given. */
export function ExportPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const [who, setWho] = useState<Who>({ email: '' })
  const take = useExportPerson()
  return (
    <Panel title={t('privacy.export.title')} onClose={onClose} leave={take.isSuccess ? 'close' : 'cancel'}>
      <PanelActs>
        <Button
          appearance="primary"
          disabledFocusable={!isTold(who) || take.isPending}
          onClick={() =>
            take.mutate(who, {
              onSuccess: ({ tables = {} }) =>
                say(t(Object.keys(tables as object).length > 0 ? 'privacy.export.done' : 'privacy.export.empty')),
            })
          }
        >
          {t('privacy.export.act')}
        </Button>
      </PanelActs>
      <Text>{t('privacy.export.text')}</Text>
      <WhoFields who={who} onChange={setWho} />
      <SendingFailed error={take.error} />
    </Panel>
  )
}
