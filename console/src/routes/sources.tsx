import { Button, makeStyles, SearchBox } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AddSource } from '../features/sources/add-source.tsx'
import { SourceList } from '../features/sources/source-list.tsx'
import { sourcesQuery } from '../features/sources/sources.ts'
import { statusQuery } from '../features/status/status.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

const useStyles = makeStyles({ search: { maxWidth: '320px' } })

/** Every data source, and adding one. */
export function SourcesPage() {
  const styles = useStyles()
  const { t } = useTranslation()
  const { search, sort = 'name', add } = useSearch({ from: '/signed-in/data/sources' })
  const navigate = useNavigate({ from: '/data/sources' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const sources = useQuery(sourcesQuery({ ...(search && { search }), sort }))
  const status = useQuery(statusQuery)
  const open = (way: 'file' | 'postgres' | undefined) =>
    void navigate({ search: (before) => ({ ...before, add: way }), replace: way !== undefined && add !== undefined })
  const addButton = me.role !== 'viewer' && (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => open('file')}>
      {t('sources.add')}
    </Button>
  )
  return (
    <Page title={t('nav.sources')} acts={sources.data?.length !== 0 && addButton}>
      <Shown query={sources}>
        {(found) =>
          found.length === 0 && !search ? (
            <Empty title={t('sources.none')} act={addButton}>
              {t('sources.noneText')}
            </Empty>
          ) : (
            <>
              <SearchBox
                className={styles.search}
                aria-label={t('sources.search')}
                placeholder={t('sources.search')}
                value={search ?? ''}
                onChange={(_, { value }) =>
                  void navigate({ search: (before) => ({ ...before, search: value || undefined }), replace: true })
                }
              />
              {found.length === 0 ? (
                <Empty title={t('sources.noneFound')} />
              ) : (
                <SourceList
                  sources={found}
                  standings={status.data?.sources ?? []}
                  sort={sort}
                  onSort={(next) => void navigate({ search: (before) => ({ ...before, sort: next }) })}
                />
              )}
            </>
          )
        }
      </Shown>
      {add && me.role !== 'viewer' && status.data !== undefined && (
        <AddSource
          way={add}
          isFirst={status.data === null}
          role={me.role}
          onWay={open}
          onClose={() => open(undefined)}
          onAdded={(name) => void navigate({ to: '/data/sources/$name', params: { name } })}
        />
      )}
    </Page>
  )
}
