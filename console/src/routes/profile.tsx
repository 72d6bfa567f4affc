import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular, PersonDeleteRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErasePerson } from '../features/privacy/erase-person.tsx'
import { useExportPerson } from '../features/privacy/privacy.ts'
import { keyOf } from '../features/profiles/card-address.ts'
import { CardDeliveries } from '../features/profiles/card-deliveries.tsx'
import { CardFields, CardSegments } from '../features/profiles/card-fields.tsx'
import { CardPicture } from '../features/profiles/card-picture.tsx'
import { CardRelated } from '../features/profiles/card-related.tsx'
import { type Card, cardQuery } from '../features/profiles/profiles.ts'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/said.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'

const useStyles = makeStyles({
  parts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 4fr) minmax(0, 3fr)',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
    alignItems: 'start',
    gap: tokens.spacingHorizontalL,
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
})

/** Everything that is known of one person. */
export function ProfilePage() {
  const { id } = useParams({ from: '/signed-in/data/profiles/$id' })
  const key = keyOf(id)
  const card = useQuery(cardQuery(key))
  return <Shown query={card}>{(found) => <OnePerson key={key} id={key} card={found} />}</Shown>
}

function OnePerson({ id, card }: { readonly id: string; readonly card: Card }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const navigate = useNavigate()
  const say = useSay()
  const [erasing, setErasing] = useState(false)
  const take = useExportPerson()
  return (
    <Page
      title={card.name ?? card.email ?? card.key}
      acts={
        me.role === 'administrator' && (
          <>
            <Button
              icon={<ArrowDownloadRegular />}
              disabledFocusable={take.isPending}
              onClick={() => take.mutate({ key: id }, { onSuccess: () => say(t('privacy.export.done')) })}
            >
              {t('privacy.export.act')}
            </Button>
            <Button icon={<PersonDeleteRegular />} onClick={() => setErasing(true)}>
              {t('profiles.card.erase')}
            </Button>
          </>
        )
      }
    >
      <SendingFailed error={take.error} />
      <div className={styles.parts}>
        <div className={styles.part}>
          <CardPicture card={card} />
          <CardFields card={card} />
        </div>
        <div className={styles.part}>
          <CardSegments card={card} />
          <CardDeliveries id={id} />
        </div>
      </div>
      <CardRelated id={id} />
      {erasing && (
        <ErasePerson
          who={{ key: id }}
          onClose={() => setErasing(false)}
          onBegun={(erasure) => void navigate({ to: '/administrator/privacy', search: { erasure } })}
        />
      )}
    </Page>
  )
}
