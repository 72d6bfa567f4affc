import { makeStyles, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import type { Overlaps } from './segment-looks.ts'
import { type Circle, threeCircles, twoCircles } from './venn-layout.ts'

// Where the picture is half as large, letters would be, too.
const narrow = '@media (max-width: 480px)'

const useStyles = makeStyles({
  picture: { width: '100%', maxWidth: '520px', height: 'auto' },
  circle: { strokeWidth: '2px', fillOpacity: 0.22 },
  a: { fill: tokens.colorPaletteBlueBorderActive, stroke: tokens.colorPaletteBlueBorderActive },
  // Told apart where they have one colour, as in high contrast.
  b: {
    fill: tokens.colorPaletteMarigoldBorderActive,
    stroke: tokens.colorPaletteMarigoldBorderActive,
    strokeDasharray: '8 4',
  },
  c: {
    fill: tokens.colorPaletteBerryBorderActive,
    stroke: tokens.colorPaletteBerryBorderActive,
    strokeDasharray: '2 4',
  },
  name: {
    fill: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: '13px',
    [narrow]: { fontSize: '17px' },
  },
  figure: { fill: tokens.colorNeutralForeground1, fontSize: '13px', [narrow]: { fontSize: '18px' } },
})

const radius = 100

/** So many letters of a name stand beside those of another. */
const lineLetters = 26

/** Two or three segments as circles, with how many people lie where. The same figures stand in the table beside it. */
export function Venn({ overlaps: { segments, overlaps } }: { readonly overlaps: Overlaps }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const title = useId()
  const looks = [styles.a, styles.b, styles.c]
  const [first, second, third] = segments
  if (!first || !second) return null
  const both = overlaps.find((each) => each.in.length === 2)?.people ?? 0
  const circles: readonly Circle[] = third
    ? threeCircles(radius)
    : twoCircles([first.members, second.members], both, radius)
  const peopleIn = (names: readonly string[]) =>
    overlaps.find((each) => each.in.length === names.length && names.every((name) => each.in.includes(name)))?.people ??
    0
  const figures = third
    ? threeFigures([first.name, second.name, third.name])
    : twoFigures(circles as readonly [Circle, Circle], [first.name, second.name])
  const height = third ? 416 : 2 * radius + 86
  return (
    <svg
      className={styles.picture}
      viewBox={`-230 ${third ? -190 : -radius - 56} 460 ${height}`}
      role="img"
      aria-labelledby={title}
    >
      <title id={title}>{t('segment.overlap.title')}</title>
      {circles.map(({ x, y, r }, at) => (
        <circle key={segments[at]?.name} cx={x} cy={y} r={Math.max(2, r)} className={`${styles.circle} ${looks[at]}`} />
      ))}
      {segments.map(({ name, displayName }, at) => {
        const place = third ? thirdNames[at] : { x: circles[at]?.x ?? 0, y: -radius - 14 }
        const two = !third && { x: at === 0 ? -220 : 220, anchor: at === 0 ? ('start' as const) : ('end' as const) }
        return (
          <text
            key={name}
            x={two ? two.x : place?.x}
            y={place?.y}
            textAnchor={two ? two.anchor : 'middle'}
            className={styles.name}
          >
            {lines(displayName).map((line, index, all) => (
              // The last line stands where the only one would.
              <tspan key={line} x={two ? two.x : place?.x} dy={index === 0 ? `${(1 - all.length) * 1.2}em` : '1.2em'}>
                {line}
              </tspan>
            ))}
          </text>
        )
      })}
      {figures.map(({ names, x, y }) => (
        <text key={names.join(' ')} x={x} y={y} textAnchor="middle" dominantBaseline="middle" className={styles.figure}>
          {number(peopleIn(names))}
        </text>
      ))}
    </svg>
  )
}

const thirdNames = [
  { x: -130, y: -150 },
  { x: 130, y: -150 },
  { x: 0, y: 212 },
]

type Figure = { readonly names: readonly string[]; readonly x: number; readonly y: number }

/** Where the figures of two circles stand: in the middle of what is of one alone, and of what both share. */
function twoFigures([a, b]: readonly [Circle, Circle], [nameA, nameB]: readonly [string, string]): readonly Figure[] {
  const shared = [Math.max(a.x - a.r, b.x - b.r), Math.min(a.x + a.r, b.x + b.r)] as const
  const overlap = shared[1] > shared[0]
  const alone = (one: Circle, from: number, to: number) => (overlap ? (from + to) / 2 : one.x)
  // The one with less room of its own has its figure below, where nothing else stands.
  const roomA = shared[0] - (a.x - a.r)
  const roomB = b.x + b.r - shared[1]
  const tight = 26
  return [
    {
      names: [nameA],
      x: overlap && roomA < tight ? a.x - a.r * 0.3 : alone(a, a.x - a.r, shared[0]),
      y: overlap && roomA < tight ? radius + 18 : 0,
    },
    {
      names: [nameB],
      x: overlap && roomB < tight ? b.x + b.r * 0.3 : alone(b, shared[1], b.x + b.r),
      y: overlap && roomB < tight ? radius + 18 : 0,
    },
    ...(overlap ? [{ names: [nameA, nameB], x: (shared[0] + shared[1]) / 2, y: 0 }] : []),
  ]
}

function threeFigures([a, b, c]: readonly [string, string, string]): readonly Figure[] {
  return [
    { names: [a], x: -96, y: -52 },
    { names: [b], x: 96, y: -52 },
    { names: [c], x: 0, y: 112 },
    { names: [a, b], x: 0, y: -70 },
    { names: [a, c], x: -62, y: 36 },
    { names: [b, c], x: 62, y: 36 },
    { names: [a, b, c], x: 0, y: 0 },
  ]
}

/** A name over as many as two lines, the second of which is cut where it is too long. */
function lines(name: string): readonly string[] {
  if (name.length <= lineLetters) return [name]
  const space = name.lastIndexOf(' ', lineLetters)
  if (space <= 0) return [shortened(name)]
  return [name.slice(0, space), shortened(name.slice(space + 1))]
}

function shortened(name: string): string {
  return name.length > lineLetters ? `${name.slice(0, lineLetters - 1)}…` : name
}
