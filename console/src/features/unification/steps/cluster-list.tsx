import { Button, Field, Input, Text } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { type Cluster, clusterColumn, type FieldType } from '../../../../../src/contract/unification.ts'
import { Fold } from '../../../ui/fold.tsx'
import { Section } from '../../../ui/section.tsx'
import { Conditions, Exceptions } from './conditions.tsx'
import { type Draft, setClusters } from './draft.ts'
import { replaced, without } from './lists.ts'
import { Mistakes } from './mistakes.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { useRuleSays } from './use-rule-says.ts'

/** So many kinds of clusters there may be. */
const mostClusters = 15

/** People who belong together without being one, such as a household (feature map, N14). */
export function ClusterList() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const ruleSays = useRuleSays()
  const { draft, change } = useUnifying()
  const clusters = draft.clusters ?? []
  const set = (next: readonly Cluster[], mark?: string) => change((before) => setClusters(before, next), mark)
  const where = conditionsOfHousehold(draft)
  return (
    <Section title={t('unifying.merge.clusters')}>
      <Text className={styles.text}>{t('unifying.merge.clustersText')}</Text>
      {clusters.map((cluster, at) => {
        const path = `clusters[${at}]`
        const put = (next: Cluster, mark?: string) =>
          set(
            replaced(clusters, at, () => next),
            mark && `${path} ${mark}`,
          )
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cluster has no other name than the one that is being typed
          <div key={`${at} of ${clusters.length}`} className={styles.part}>
            <Fold head={<Text weight="semibold">{cluster.name}</Text>} says={ruleSays(cluster)}>
              <div className={styles.fields}>
                <Field
                  label={t('unifying.merge.clusterName')}
                  hint={t('unifying.merge.clusterHint', { column: clusterColumn(cluster) })}
                >
                  <Input
                    value={cluster.name}
                    maxLength={100}
                    onChange={(_, { value }) => put({ ...cluster, name: value }, 'name')}
                  />
                </Field>
              </div>
              <Conditions rule={cluster} path={path} onChange={put} />
              <Exceptions rule={cluster} path={path} onChange={put} />
              <Button className={styles.start} icon={<DeleteRegular />} onClick={() => set(without(clusters, at))}>
                {t('unifying.merge.removeCluster', { name: cluster.name })}
              </Button>
            </Fold>
            <Mistakes path={path} />
          </div>
        )
      })}
      {clusters.length < mostClusters && where.length > 0 && (
        <Button
          className={styles.start}
          icon={<AddRegular />}
          onClick={() => set([...clusters, { name: freeClusterName(clusters, t('unifying.merge.household')), where }])}
        >
          {t('unifying.merge.addCluster')}
        </Button>
      )}
    </Section>
  )
}

/** People of one family name at one address; where neither is known, the first field. */
function conditionsOfHousehold({ fields }: Draft): Cluster['where'] {
  const kept = fields.filter(({ exclude }) => exclude !== true)
  const named = (type: FieldType) => kept.filter((field) => field.type === type).slice(0, 1)
  const where = [
    ...[...named('street'), ...named('postal-code')].map(({ name }) => ({ field: name })),
    ...named('last-name').map(({ name }) => ({ field: name, precision: 'high' as const })),
  ]
  return where.length > 0 ? where : kept.slice(0, 1).map(({ name }) => ({ field: name }))
}

function freeClusterName(clusters: readonly Cluster[], wanted: string): string {
  const taken = new Set(clusters.map(({ name }) => name.toLowerCase()))
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted} ${n}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
