import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'

const narrow = '@media (max-width: 720px)'

const useStyles = makeStyles({
  bars: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  line: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'end',
    columnGap: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
  },
  // As wide as its parts, so that the last of them ends round as the first begins.
  bar: {
    display: 'flex',
    gap: '2px',
    minWidth: '6px',
    height: '14px',
    marginBlock: tokens.spacingVerticalXXS,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    forcedColorAdjust: 'none',
  },
  part: { flexBasis: 0, minWidth: '2px' },
  said: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, textAlign: 'right' },
  // A sentence, under the name where both find no room beside each other.
  sentence: { [narrow]: { gridColumn: '1 / -1', textAlign: 'left' } },
  legend: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    fontSize: tokens.fontSizeBase200,
  },
  sign: {
    display: 'inline-block',
    width: '12px',
    height: '12px',
    marginRight: tokens.spacingHorizontalXS,
    borderRadius: tokens.borderRadiusSmall,
    verticalAlign: '-1px',
    forcedColorAdjust: 'none',
  },
})

/**
 * What parts are filled with: told apart from each other and from the page by their colours, and by their patterns where somebody
 * sees no colours or the theme has hardly any. The last is for what fell out.
 */
const fills = [
  tokens.colorCompoundBrandBackground,
  `repeating-linear-gradient(45deg, ${tokens.colorPaletteTealForeground2} 0 4px, transparent 4px 7px)`,
  `repeating-linear-gradient(90deg, ${tokens.colorPaletteMarigoldForeground2} 0 2px, transparent 2px 5px)`,
  `repeating-linear-gradient(0deg, ${tokens.colorNeutralStrokeAccessible} 0 1px, transparent 1px 4px)`,
] as const

export type Bar = {
  readonly key: string
  readonly name: string
  /** What the bar says in words, so that nobody has to see it. */
  readonly said: string
  /** One figure for each part of the legend, in its order. */
  readonly parts: readonly number[]
}

/** Bars under one another, each of parts that add up; what each says stands beside it in words. */
export function StackedBars({
  label,
  legend,
  bars,
}: {
  readonly label: string
  /** What the parts are called, at most four; none where there is one that needs no name. */
  readonly legend: readonly string[]
  readonly bars: readonly Bar[]
}) {
  const styles = useStyles()
  const sumOf = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0)
  const most = Math.max(1, ...bars.map(({ parts }) => sumOf(parts)))
  return (
    <>
      {legend.length > 1 && (
        <ul className={styles.legend} aria-hidden>
          {legend.map((words, at) => (
            <li key={words}>
              <span className={styles.sign} style={{ background: fills[at] }} />
              {words}
            </li>
          ))}
        </ul>
      )}
      <ul className={styles.bars} aria-label={label}>
        {bars.map(({ key, name, said, parts }) => (
          <li key={key}>
            <div className={styles.line}>
              <span>{name}</span>
              <span className={mergeClasses(styles.said, legend.length > 1 && styles.sentence)}>{said}</span>
            </div>
            <div className={styles.bar} style={{ width: `${(100 * sumOf(parts)) / most}%` }} aria-hidden>
              {parts.map(
                (part, at) =>
                  part > 0 && (
                    <span
                      // biome-ignore lint/suspicious/noArrayIndexKey: the parts are told by their place in the legend
                      key={at}
                      className={styles.part}
                      style={{ flexGrow: part, background: fills[at] }}
                    />
                  ),
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
