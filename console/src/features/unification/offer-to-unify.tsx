import { Checkbox, makeStyles, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Group } from '../../ui/group.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Section } from '../../ui/section.tsx'
import { sourcesQuery } from '../sources/sources.ts'

const useStyles = makeStyles({
  text: { maxWidth: '70ch' },
  sources: { display: 'flex', flexDirection: 'column' },
  act: { display: 'flex' },
})

/** Where each row of one source is a customer: what unifying is for, and the way to a proposal of it. */
export function OfferToUnify({ from, mayEdit }: { readonly from: string; readonly mayEdit: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { data: sources = [] } = useQuery(sourcesQuery({}))
  const [chosen, setChosen] = useState<readonly string[]>([from])
  const read = sources.filter(({ state }) => state.refreshedAt !== null).map(({ name }) => name)
  const asked = chosen.filter((name) => read.includes(name))
  return (
    <Section title={t('unify.single.title', { source: from })}>
      <Text className={styles.text}>{t('unify.single.text')}</Text>
      {mayEdit ? (
        <>
          <Group label={t('unify.single.choose')} hint={t('unify.single.hint')}>
            <div className={styles.sources}>
              {sources.map(({ name }) => (
                <Checkbox
                  key={name}
                  label={read.includes(name) ? name : t('unify.single.unread', { source: name })}
                  disabled={!read.includes(name)}
                  checked={asked.includes(name)}
                  onChange={(_, { checked }) =>
                    setChosen(checked === true ? [...chosen, name] : chosen.filter((each) => each !== name))
                  }
                />
              ))}
            </div>
          </Group>
          {asked.length > 0 && (
            <div className={styles.act}>
              <LinkButton appearance="primary" to="/data/unify/edit" search={{ sources: asked.join(',') }}>
                {t('unify.single.propose')}
              </LinkButton>
            </div>
          )}
        </>
      ) : (
        <Text>{t('unify.single.viewer')}</Text>
      )}
    </Section>
  )
}
