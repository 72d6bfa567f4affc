import { DataVizPalette, getColorFromToken, LineChart, VerticalBarChart } from '@fluentui/react-charts'
import { useFormats } from '../../app/formats.ts'
import type { Point } from '../pictured.tsx'

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
  const { moment } = useFormats()
  const color = getColorFromToken(DataVizPalette.color1)
  if (kind === 'bars') {
    return (
      <VerticalBarChart
        chartTitle={label}
        data={points.map(({ at, value }) => ({
          x: new Date(at),
          y: value,
          color,
          xAxisCalloutData: moment(at),
          yAxisCalloutData: show(value),
        }))}
        hideLegend
        height={280}
      />
    )
  }
  return (
    <LineChart
      data={{
        chartTitle: label,
        lineChartData: [
          {
            legend: label,
            color,
            data: points.map(({ at, value }) => ({
              x: new Date(at),
              y: value,
              xAxisCalloutData: moment(at),
              yAxisCalloutData: show(value),
            })),
          },
        ],
      }}
      hideLegend
      height={280}
    />
  )
}
