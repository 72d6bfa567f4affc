import { makeStyles, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/section.tsx'

const useStyles = makeStyles({
  text: { maxWidth: '70ch' },
})

/** Where each row of one source is a customer: what unifying is for, and the way to a proposal of it. */
export function OfferToUnify({ from }: { readonly from: string }) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Section title={t('unify.single.title', { source: from })}>
      <Text className={styles.text}>{t('unify.single.text')}</Text>
    </Section>
  )
}
