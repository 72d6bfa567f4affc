import { makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import type { Connection } from './connections.ts'

const useStyles = makeStyles({
  soon: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
})

/** From here on somebody has to see why nothing renews the connection (docs/schedules.md, `token_lapsing`). */
const soonDays = 14

/** In how many days a connection lapses unless it is renewed, and on which. */
export function Expiry({ connection: { daysLeft, lapsesAt } }: { readonly connection: Connection }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { day } = useFormats()
  if (daysLeft === null || lapsesAt === null) return <span>—</span>
  return (
    <span className={daysLeft <= soonDays ? styles.soon : undefined}>
      {t('connections.daysLeft', { count: daysLeft })} ({day(lapsesAt)})
    </span>
  )
}
