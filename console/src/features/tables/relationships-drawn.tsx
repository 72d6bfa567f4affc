import { makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useMedia } from '../../app/use-media.ts'
import { aroundWidth, type Box, boxHeight, boxWidth, type Edge, layOut } from './lay-out.ts'

const useStyles = makeStyles({
  scroll: {
    overflow: 'auto',
    maxWidth: '100%',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    // Seen in high contrast, where grounds are all alike.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  box: { fill: tokens.colorNeutralBackground3, stroke: tokens.colorNeutralStroke1 },
  customer: { fill: tokens.colorBrandBackground2, stroke: tokens.colorBrandStroke1 },
  line: { stroke: tokens.colorNeutralStrokeAccessible, fill: 'none' },
  text: { fill: tokens.colorNeutralForeground1, fontFamily: tokens.fontFamilyBase, fontSize: tokens.fontSizeBase300 },
  // On a line: the ground around its letters keeps it readable.
  small: {
    paintOrder: 'stroke',
    stroke: tokens.colorNeutralBackground1,
    strokeWidth: '5px',
    strokeLinejoin: 'round',
    fill: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
  },
})

/** Below so much of its size a picture is scrolled, since its words would not be read. */
const leastScale = 0.75

/** The tables and what leads from one to another. What is drawn stands in the table below it, too. */
export function RelationshipsDrawn({
  tables,
  edges,
  nameOf,
}: {
  readonly tables: readonly string[]
  readonly edges: readonly Edge[]
  readonly nameOf: (table: string) => string
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const narrow = useMedia('(max-width: 720px)')
  const { boxes, width, height } = layOut(tables, edges, { beneath: narrow })
  const boxOf = new Map(boxes.map((box) => [box.table, box]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} aria-label={t('tables.relationship.drawn')} tabIndex={0}>
      <svg
        width={width}
        height={height}
        // Somewhat smaller rather than cut off at its side.
        style={{ maxWidth: `max(100%, ${Math.round(width * leastScale)}px)`, height: 'auto' }}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
      >
        <title>{t('tables.relationship.drawn')}</title>
        {edges.map(({ name, from, to }) => {
          const many = boxOf.get(from.table)
          const one = boxOf.get(to.table)
          if (!many || !one) return null
          const line = lineOf(many, one)
          return (
            <g key={name}>
              <path className={styles.line} d={line.path} strokeWidth={1.5} />
              <path className={styles.line} d={line.foot} strokeWidth={1.5} />
              {/* What stands in the table below, too, is left out where there is no room for it. */}
              {!narrow && (
                <text className={styles.small} x={line.x} y={line.y} textAnchor="middle">
                  {name}
                </text>
              )}
            </g>
          )
        })}
        {boxes.map(({ table, x, y }) => (
          <g key={table}>
            <rect
              className={table === 'profile' ? styles.customer : styles.box}
              x={x}
              y={y}
              width={boxWidth}
              height={boxHeight}
              rx={6}
            />
            <text className={styles.text} x={x + boxWidth / 2} y={y + boxHeight / 2 + 5} textAnchor="middle">
              {short(nameOf(table), 22)}
            </text>
          </g>
        ))}
      </svg>
    </section>
  )
}

/** A line between two boxes, with the three toes of "many" at its first end. */
function lineOf(many: Box, one: Box): { path: string; foot: string; x: number; y: number } {
  const [my, oy] = [many.y + boxHeight / 2, one.y + boxHeight / 2]
  if (many.x === one.x) {
    // In one column: around at the right, the further the more lies between them.
    const x = many.x + boxWidth
    const out = x + Math.min(aroundWidth, 20 + Math.abs(my - oy) / 4)
    return {
      path: `M ${x} ${my} C ${out} ${my}, ${out} ${oy}, ${x} ${oy}`,
      foot: `M ${x + 12} ${my} L ${x} ${my - 7} M ${x + 12} ${my} L ${x} ${my + 7}`,
      x: out + 6,
      y: (my + oy) / 2,
    }
  }
  const leftwards = many.x > one.x
  const start = leftwards ? many.x : many.x + boxWidth
  const end = leftwards ? one.x + boxWidth : one.x
  const middle = (start + end) / 2
  const toe = leftwards ? -12 : 12
  return {
    path: `M ${start} ${my} C ${middle} ${my}, ${middle} ${oy}, ${end} ${oy}`,
    foot: `M ${start + toe} ${my} L ${start} ${my - 7} M ${start + toe} ${my} L ${start} ${my + 7}`,
    x: middle,
    y: (my + oy) / 2 - 6,
  }
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
