import { LineChart, VerticalBarChart } from '@fluentui/react-charts'
import { makeStyles, tokens } from '@fluentui/react-components'
import { useFormats } from '../../app/formats.ts'
import type { Formats } from '../../app/formats-of.ts'
import type { Point } from '../pictured.tsx'

const useStyles = makeStyles({
  // The library's own texts are lighter than the contrast asks for, in each of the themes.
  chart: {
    '& text': { fill: tokens.colorNeutralForeground1, opacity: 1 },
    // Its lines are nearly as dark as the ground where that is black.
    '& g line': { stroke: tokens.colorNeutralStroke1, opacity: 1 },
  },
})

/** What figures are drawn in, as in every other bar: seen on the ground of each theme, which the library's own palette is not. */
const color = tokens.colorCompoundBrandBackground

/** The picture of figures over time. Loaded by itself, since the library that draws it is large. */
export default function Chart({
  label,
  points,
  kind,
  show,
}: {
  readonly label: string
  readonly points: readonly Point[]
  readonly kind: 'line' | 'bars'
  readonly show: (value: number) => string
}) {
  const styles = useStyles()
  const formats = useFormats()
  const atAxis = axisFormat(points, kind, formats)
  const shared = {
    hideLegend: true,
    height: 280,
    yAxisTickFormat: (value: number) => show(value),
    margins: { left: 72, right: 24 },
    useUTC: false,
    roundedTicks: true,
  }
  // Times that are not evenly apart would make bars cover each other: each stands by itself, under its time.
  if (kind === 'bars') {
    return (
      <div className={styles.chart}>
        <VerticalBarChart
          {...shared}
          chartTitle={label}
          data={points.map(({ at, value }, index) => ({
            x: apart(atAxis(new Date(at)), index),
            y: value,
            color,
            xAxisCalloutData: formats.moment(at),
            yAxisCalloutData: show(value),
          }))}
          hideLabels
          hideTickOverlap
          maxBarWidth={32}
        />
      </div>
    )
  }
  return (
    <div className={styles.chart}>
      <LineChart
        {...shared}
        data={{
          chartTitle: label,
          lineChartData: [
            {
              legend: label,
              color,
              data: points.map(({ at, value }) => ({
                x: new Date(at),
                y: value,
                xAxisCalloutData: formats.moment(at),
                yAxisCalloutData: show(value),
              })),
            },
          ],
        }}
        customDateTimeFormatter={atAxis}
        xAxisTickCount={6}
        hideTickOverlap
      />
    </div>
  )
}

/** The library takes bars of one name for one: something that nobody sees tells two of the same minute apart. */
function apart(name: string, index: number): string {
  return name + '\u200b'.repeat(index)
}

/** How the times along the axis are written: as days over several; within one or two, bars as times of the day, and lines with the day, too. */
function axisFormat(
  points: readonly Point[],
  kind: 'line' | 'bars',
  { day, moment, time }: Formats,
): (at: Date) => string {
  const times = points.map(({ at }) => Date.parse(at))
  const twoDaysMs = 2 * 86_400_000
  if (Math.max(...times) - Math.min(...times) > twoDaysMs) return day
  return kind === 'line' ? moment : time
}
