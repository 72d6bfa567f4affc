import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { EyeOffRegular, ImageRegular, PersonRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import type { Card } from './profiles.ts'

const side = '128px'

const useStyles = makeStyles({
  whole: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  // As large before as after, so that nothing moves when the picture comes.
  box: {
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    boxSizing: 'border-box',
    width: side,
    height: side,
    overflow: 'hidden',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground3,
    '& > *': { gridArea: '1 / 1' },
  },
  image: { width: '100%', height: '100%', objectFit: 'contain' },
  beside: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    gap: tokens.spacingVerticalS,
    flex: '1 1 200px',
    minHeight: side,
    overflowWrap: 'anywhere',
  },
  refused: { overflowWrap: 'anywhere' },
})

/** Of a value that is no address of a picture, so many letters are shown. */
const shownLetters = 120

/** What is known of a picture of somebody. It is nobody's but its host's, and is not asked for before somebody says so. */
export function CardPicture({ card }: { readonly card: Card }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { picture } = card
  if (!picture) return null
  if ('address' in picture) {
    return <OnRequest key={picture.address} {...picture} name={card.name ?? card.email ?? card.key} />
  }
  const { field, refused } = picture
  const text = String(card.fields.find(({ name }) => name === field)?.value ?? '')
  const value = text.length > shownLetters ? `${text.slice(0, shownLetters)}…` : text
  return (
    <Section title={t('profiles.card.picture.title')}>
      <Text className={styles.refused}>{t(`profiles.card.picture.refused.${refused}`, { field, value })}</Text>
    </Section>
  )
}

type State = 'hidden' | 'loading' | 'shown' | 'failed'

function OnRequest({
  address,
  host,
  name,
}: {
  readonly address: string
  readonly host: string
  readonly name: string
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [state, setState] = useState<State>('hidden')
  const asked = state === 'loading' || state === 'shown'
  return (
    <Section title={t('profiles.card.picture.title')}>
      <div className={styles.whole}>
        <div className={styles.box}>
          {asked ? (
            <img
              className={styles.image}
              src={address}
              alt={t('profiles.card.picture.of', { name })}
              referrerPolicy="no-referrer"
              loading="lazy"
              decoding="async"
              draggable={false}
              onLoad={() => setState('shown')}
              onError={() => setState('failed')}
            />
          ) : (
            <PersonRegular aria-hidden fontSize={64} />
          )}
          {state === 'loading' && <Spinner aria-label={t('app.loading')} />}
        </div>
        <div className={styles.beside}>
          {state === 'failed' ? (
            <div role="alert">
              <Notice intent="error">{t('profiles.card.picture.failed', { host })}</Notice>
            </div>
          ) : (
            <Text>{t(state === 'shown' ? 'profiles.card.picture.from' : 'profiles.card.picture.told', { host })}</Text>
          )}
          <Button
            icon={asked ? <EyeOffRegular /> : <ImageRegular />}
            onClick={() => setState(asked ? 'hidden' : 'loading')}
          >
            {t(asked ? 'profiles.card.picture.hide' : state === 'failed' ? 'app.again' : 'profiles.card.picture.show')}
          </Button>
        </div>
      </div>
    </Section>
  )
}
