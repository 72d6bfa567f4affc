import { Checkbox, MessageBar, MessageBarBody, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { Group } from '../../../ui/group.tsx'
import { Shown } from '../../../ui/shown.tsx'
import { matchingQuery, type SegmentChoice, segmentChoicesQuery } from './choices.ts'
import { useIssue } from './issues.ts'
import type { Part } from './part.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: tokens.spacingHorizontalXS,
    maxHeight: '260px',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    paddingRight: tokens.spacingHorizontalS,
  },
  members: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
})

/** So many segments are looked over without a search. */
const few = 8

/** Whose members go on the list, with how many each has, and a warning where they may be more than an export can deliver. */
export function SegmentFields({ draft: { segments, connection }, change, disabled }: Part) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const query = useQuery(segmentChoicesQuery)
  const { data: matching } = useQuery({ ...matchingQuery(connection), enabled: !disabled })
  const [search, setSearch] = useState('')
  const issue = useIssue('segments')
  const sought = search.trim().toLowerCase()
  return (
    <Shown query={query}>
      {(all) => {
        const shown = all.filter(
          (each) =>
            (!disabled || segments.includes(each.name)) &&
            `${each.name} ${each.displayName}`.toLowerCase().includes(sought),
        )
        const chosen = all.filter(({ name }) => segments.includes(name))
        const people = chosen.reduce((sum, { state }) => sum + (state.members ?? 0), 0)
        const members = ({ active, state }: SegmentChoice) =>
          state.members === null
            ? t('setUpExport.neverRefreshed')
            : `${number(state.members)}${active ? '' : ` (${t('setUpExport.inactive')})`}`
        return (
          <div className={styles.whole}>
            <Group
              label={t('setUpExport.segments')}
              required
              hint={t('setUpExport.segmentsHint')}
              validationMessage={issue.validationMessage}
            >
              <div className={styles.whole}>
                {all.length > few && !disabled && (
                  <SearchBox
                    aria-label={t('setUpExport.findSegment')}
                    placeholder={t('setUpExport.findSegment')}
                    value={search}
                    onChange={(_, { value }) => setSearch(value)}
                  />
                )}
                {all.length === 0 ? (
                  <Text>{t('setUpExport.noSegments')}</Text>
                ) : (
                  <ul className={styles.list}>
                    {shown.map((each) => (
                      <li key={each.name} className={styles.row}>
                        <Checkbox
                          label={each.displayName}
                          checked={segments.includes(each.name)}
                          disabled={disabled}
                          onChange={(_, { checked }) =>
                            change({
                              segments: checked
                                ? [...segments, each.name]
                                : segments.filter((name) => name !== each.name),
                            })
                          }
                        />
                        <Text size={200} className={styles.members}>
                          {members(each)}
                        </Text>
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            </Group>
            {matching && people > matching.limit && (
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody>
                  {t('setUpExport.overLimit', { people: number(people), limit: number(matching.limit) })}
                </MessageBarBody>
              </MessageBar>
            )}
          </div>
        )
      }}
    </Shown>
  )
}
