import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  filters: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: tokens.spacingHorizontalM,
    '& > .fui-SearchBox': { flex: '1 1 260px', maxWidth: '380px' },
    // Under each other they are as wide as what they filter.
    '@media (max-width: 480px)': {
      flexDirection: 'column',
      alignItems: 'stretch',
      '& > *': { width: '100%', maxWidth: 'none' },
      '& > .fui-SearchBox': { flex: 'none', maxWidth: 'none', boxSizing: 'border-box' },
    },
  },
})

/** A search and choices that say which entries of a list are shown. */
export function Filters({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().filters}>{children}</div>
}
