import { Button, Checkbox, Label, makeStyles, Select, tokens, useId } from '@fluentui/react-components'
import { ArrowSortDownRegular, ArrowSortUpRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  tools: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    paddingBlock: tokens.spacingVerticalXS,
    paddingRight: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  all: { flexShrink: 0 },
  sort: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    minHeight: '36px',
    marginLeft: 'auto',
    paddingLeft: tokens.spacingHorizontalS,
    '& label': { whiteSpace: 'nowrap' },
  },
  by: { minWidth: 0, '& select': { minWidth: 0, textOverflow: 'ellipsis' } },
})

/** What the headers of a table are there for, where a screen is too narrow to show them: choosing all rows, and sorting them. */
export function NarrowTools({
  all,
  sorting,
}: {
  /** Whether all rows are chosen. */
  readonly all?: { readonly chosen: boolean | 'mixed'; readonly choose: (chosen: boolean) => void } | undefined
  /** By what can be sorted, and by what is. */
  readonly sorting?:
    | {
        readonly columns: readonly { readonly key: string; readonly header: string }[]
        readonly sort: string | undefined
        readonly onSort: (sort: string) => void
      }
    | undefined
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const by = useId()
  const isDescending = sorting?.sort?.startsWith('-') ?? false
  const key = sorting?.sort?.replace(/^-/, '') ?? ''
  return (
    <div className={styles.tools}>
      {all && (
        <Checkbox
          className={styles.all}
          label={t('app.chooseAll')}
          checked={all.chosen}
          onChange={(_, { checked }) => all.choose(checked === true)}
        />
      )}
      {sorting && (
        <div className={styles.sort}>
          <Label htmlFor={by} size="small">
            {t('app.sortBy')}
          </Label>
          <Select
            id={by}
            size="small"
            className={styles.by}
            value={key}
            onChange={(_, { value }) => sorting.onSort(value)}
          >
            {key === '' && <option value="">–</option>}
            {sorting.columns.map((column) => (
              <option key={column.key} value={column.key}>
                {column.header}
              </option>
            ))}
          </Select>
          {key !== '' && (
            <Button
              size="small"
              appearance="subtle"
              icon={isDescending ? <ArrowSortDownRegular /> : <ArrowSortUpRegular />}
              aria-label={t(isDescending ? 'app.sortAscending' : 'app.sortDescending')}
              onClick={() => sorting.onSort(isDescending ? key : `-${key}`)}
            />
          )}
        </div>
      )}
    </div>
  )
}
