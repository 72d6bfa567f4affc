import { useTranslation } from 'react-i18next'
import type { Draft } from './draft.ts'
import { outsideOf } from './issues.ts'

/** What stands at a path of the draft, in words: the field, the rule, the table or the group; an empty text for the whole; else what needs it. */
export function usePlaceWords(draft: Draft): (path: string) => string {
  const { t } = useTranslation()
  return (path) => {
    const other = outsideOf(path)
    if (other) return t(`unifying.outside.${other.kind}`, { name: other.name })
    const [, list, index, within] = /^(\w+)\[(\d+)\](?:\.deduplicate\.rules\[(\d+)\])?/.exec(path) ?? []
    const at = Number(index)
    if (list === 'fields') return t('unifying.map.field', { name: draft.fields[at]?.name ?? '' })
    if (list === 'match') return t('unifying.rule.rule', { name: draft.match?.[at]?.name ?? '' })
    if (list === 'groups') return t('unifying.merge.group', { n: at + 1 })
    if (list === 'clusters') return t('unifying.merge.cluster', { name: draft.clusters?.[at]?.name ?? '' })
    if (list === 'customerId') return t('unifying.merge.id')
    if (list !== 'tables') return list === undefined ? t('unifying.map.customer') : ''
    const table = draft.tables[at]
    const rule = within === undefined ? undefined : table?.deduplicate?.rules?.[Number(within)]
    const words = t('unifying.rule.table', { name: table?.source ?? '' })
    return rule ? `${words}, ${t('unifying.rule.rule', { name: rule.name })}` : words
  }
}
