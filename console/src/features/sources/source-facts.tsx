import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { Moment } from '../../ui/moment.tsx'
import { NextTime } from '../schedules/next-time.tsx'
import type { Source } from './sources.ts'
import { UsersOf } from './users-of.tsx'

/** What is known of a source at a glance. */
export function SourceFacts({ source, next }: { readonly source: Source; readonly next: string | null }) {
  const { t } = useTranslation()
  const { number, duration } = useFormats()
  const { state, definition } = source
  const figure = (value: number | null) => (value === null ? '–' : number(value))
  return (
    <Figures
      facts={[
        [t('sources.facts.rows'), figure(state.rows)],
        [t('sources.facts.corrupt'), number(state.corrupt)],
        [t('sources.facts.columns'), figure(state.columns)],
        [t('sources.facts.key'), definition.key],
        [t('sources.facts.refreshedAt'), <Moment key="at" at={state.refreshedAt} />],
        [t('sources.facts.checkedAt'), <Moment key="at" at={state.checkedAt} />],
        [t('sources.facts.next'), <NextTime key="next" at={next} withRefresh />],
        [t('sources.facts.took'), state.durationMs === null ? '–' : duration(state.durationMs / 1000)],
        source.kind === 'file'
          ? [t('sources.facts.files'), filesOf(source)]
          : [t('sources.facts.database'), [definition.postgres, definition.table ?? definition.query].join(' · ')],
      ]}
      below={[t('sources.facts.usedBy'), <UsersOf key="uses" uses={source.usedBy} />]}
    />
  )
}

const mostFiles = 3

/** The files that were read, or where they are looked for before; of what was sent here the name alone. */
function filesOf({ definition, state, uploaded }: Source): string {
  const declared = Array.isArray(definition.file) ? definition.file : [definition.file ?? '']
  const paths = state.files.length > 0 ? state.files.map(({ path }) => path) : declared
  const names = uploaded ? paths.map((path) => path.split(/[\\/]/).at(-1)) : paths
  const more = names.length - mostFiles
  return names.slice(0, mostFiles).join(', ') + (more > 0 ? ` … (+${more})` : '')
}
