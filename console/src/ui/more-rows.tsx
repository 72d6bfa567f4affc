import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

type Pages = {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

/** What a table that comes page by page is told when it is scrolled to its end: the next page is asked for, once. */
export function moreOf({ hasNextPage, isFetchingNextPage, fetchNextPage }: Pages): () => void {
  return () => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage()
  }
}

/** Asks for the next page where there is one, for those who do not scroll the table. */
export function MoreRows({ query }: { readonly query: Pages }) {
  const { t } = useTranslation()
  if (!query.hasNextPage) return null
  return (
    <div>
      <Button disabledFocusable={query.isFetchingNextPage} onClick={moreOf(query)}>
        {t('app.showMore')}
      </Button>
    </div>
  )
}
