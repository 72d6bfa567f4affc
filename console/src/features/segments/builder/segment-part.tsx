import { Select, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { DraftGroup, DraftSegment } from './draft.ts'
import { PartFrame } from './part-frame.tsx'
import { useWorkbench } from './workbench.ts'

/** The members of another segment. */
export function SegmentPart({
  node,
  parent,
  at,
}: {
  readonly node: DraftSegment
  readonly parent: DraftGroup
  readonly at: number
}) {
  const { t } = useTranslation()
  const { dispatch, segments, name } = useWorkbench()
  const others = segments.filter((each) => each.name !== name)
  const known = others.some((each) => each.name === node.segment)
  return (
    <PartFrame node={node} parent={parent} at={at} what={node.segment || t('builder.segment')}>
      <Text>{t('builder.isIn')}</Text>
      <Select
        aria-label={t('builder.segment')}
        value={node.segment}
        onChange={(_, { value }) => dispatch({ do: 'segment', node: node.id, segment: value })}
      >
        {node.segment === '' && <option value="">{t('builder.chooseSegment')}</option>}
        {!known && node.segment !== '' && <option value={node.segment}>{node.segment}</option>}
        {others.map((each) => (
          <option key={each.name} value={each.name}>
            {each.displayName}
          </option>
        ))}
      </Select>
    </PartFrame>
  )
}
