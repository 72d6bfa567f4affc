import { Button, Card, makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components'
import { AddRegular, EditRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../ui/empty.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { type ExportOfSegment, segmentExportsQuery, useChangeExport } from './segment-looks.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  each: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  acts: { display: 'flex', gap: tokens.spacingHorizontalS },
  under: { display: 'block', color: tokens.colorNeutralForeground2 },
})

/** Which exports contain a segment, with one click to add it or to take it out, and the way to a new one with it (feature map, X18). */
export function SegmentExports({ name, viewer }: { readonly name: string; readonly viewer: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const query = useQuery(segmentExportsQuery(name))
  const { mutate, isPending, error } = useChangeExport(name)
  const change = (exportName: string, contain: boolean) =>
    mutate(
      { exportName, contain },
      {
        onSuccess: ({ warnings }) =>
          say([t(contain ? 'segment.exports.added' : 'segment.exports.taken'), ...warnings].join(' ')),
      },
    )
  const addExport = !viewer && (
    <LinkButton to="/exports/new" search={{ segment: name }} icon={<AddRegular />}>
      {t('exports.add')}
    </LinkButton>
  )
  return (
    <Shown query={query}>
      {({ contains, others }) =>
        contains.length + others.length === 0 ? (
          <Empty title={t('segment.exports.none')} act={addExport} />
        ) : (
          <div className={styles.whole}>
            {addExport && <div>{addExport}</div>}
            <SendingFailed error={error} />
            {group(t('segment.exports.title'), contains, true)}
            {group(t('segment.exports.others'), others, false)}
          </div>
        )
      }
    </Shown>
  )

  function group(title: string, exports: readonly ExportOfSegment[], contain: boolean) {
    return (
      <Card>
        <Subtitle1 as="h2">{title}</Subtitle1>
        {exports.length === 0 && <Text>{t('segment.exports.noneOf')}</Text>}
        <ul className={styles.list}>
          {exports.map((each) => {
            const why = whyNot(each)
            const told = { name: each.displayName }
            return (
              <li key={each.name} className={styles.each}>
                <span>
                  <PageLink to="/exports/$name" params={{ name: each.name }}>
                    {each.displayName}
                  </PageLink>
                  <Text size={200} className={styles.under}>
                    {why ?? each.connection?.displayName ?? t('exports.noConnection')}
                  </Text>
                </span>
                {why === undefined && (
                  <span className={styles.acts}>
                    <Button
                      size="small"
                      disabledFocusable={isPending}
                      aria-label={t(contain ? 'segment.exports.takeNamed' : 'segment.exports.addNamed', told)}
                      onClick={() => change(each.name, !contain)}
                    >
                      {t(contain ? 'segment.exports.take' : 'segment.exports.add')}
                    </Button>
                    <LinkButton
                      size="small"
                      icon={<EditRegular />}
                      to="/exports/$name/edit"
                      params={{ name: each.name }}
                      aria-label={t('setUpExport.edit', { name: each.displayName })}
                    >
                      {t('app.edit')}
                    </LinkButton>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      </Card>
    )
  }

  /** Why whoever looks may not change it; undefined where they may. */
  function whyNot({ permission, connection }: ExportOfSegment): string | undefined {
    if (permission === 'edit') return undefined
    if (viewer) return t('segment.exports.onlyLook')
    return t(connection === null ? 'segment.exports.noConnection' : 'segment.exports.notShared')
  }
}
