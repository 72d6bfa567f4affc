import { useTranslation } from 'react-i18next'
import type { ClusterFigures as Figures } from '../../../../src/contract/unification-figures.ts'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Section } from '../../ui/section.tsx'

/** What each kind of cluster came to, such as households. */
export function ClusterFigures({ clusters }: { readonly clusters: readonly Figures[] }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <Section title={t('unify.clusters.title')}>
      <DataTable
        label={t('unify.clusters.title')}
        rows={clusters}
        keyOf={({ name }) => name}
        minWidth="480px"
        columns={[
          { key: 'name', header: t('unify.clusters.name'), cell: ({ name }) => name },
          ...(['clusters', 'shared', 'people'] as const).map((key) => ({
            key,
            header: t(`unify.clusters.${key}`),
            kind: 'number' as const,
            cell: (figures: Figures) => number(figures[key]),
          })),
        ]}
      />
    </Section>
  )
}
