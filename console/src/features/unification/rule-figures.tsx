import { Subtitle2, Text } from '@fluentui/react-components'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RuleFigures as Figures, UnificationFigures } from '../../../../src/contract/unification-figures.ts'
import { useFormats } from '../../app/formats.ts'
import { useMedia } from '../../app/use-media.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { StackedBars } from '../../ui/stacked-bars.tsx'
import { useRuleWords } from './use-rule-words.ts'

/** What each rule found within the tables and between them, drawn and in a table, and what could not be looked at. */
export function RuleFigures({ figures }: { readonly figures: UnificationFigures }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const ruleWords = useRuleWords()
  const { rules } = figures
  const tooMany = rules.filter(({ leftOut }) => leftOut !== undefined)
  const unasked = pairsWithoutRule(figures)
  return (
    <Section title={t('unify.rules.title')}>
      {tooMany.length > 0 && (
        <Notice intent="warning" title={t('unify.rules.tooMany')}>
          {tooMany.map((each) => (
            <div key={keyOf(each)}>
              {t('unify.rules.tooManyOne', {
                rule: ruleWords(each.rule),
                where: whereOf(each, t),
                blocks: number(each.leftOut?.blocks ?? 0),
                pairs: number(each.leftOut?.pairs ?? 0),
              })}
            </div>
          ))}
          {t('unify.rules.tooManyDo')}
        </Notice>
      )}
      <PairsWithoutRule pairs={unasked} />
      {rules.length === 0 && t('unify.rules.none')}
      {(['between', 'within'] as const).map((kind) => (
        <RulesOf key={kind} kind={kind} rules={rules.filter((each) => each.kind === kind)} figures={figures} />
      ))}
    </Section>
  )
}

function RulesOf({
  kind,
  rules,
  figures,
}: {
  readonly kind: Figures['kind']
  readonly rules: readonly Figures[]
  readonly figures: UnificationFigures
}) {
  const { t } = useTranslation()
  const { number, proportion } = useFormats()
  const ruleWords = useRuleWords()
  // On a narrow screen the bars say enough at first.
  const isNarrow = useMedia('(max-width: 720px)')
  if (rules.length === 0) return null
  const shareOf = ({ table, found }: Figures) => {
    const of = figures.tables.find(({ source }) => source === table)
    // Between tables those of one person are asked for once; within one each row is.
    const rows = (kind === 'within' ? of?.rows : of?.unique) ?? 0
    return rows === 0 ? '' : proportion(found / rows)
  }
  // Wherever a rule was asked, which the table has one by one.
  const drawn = [...Map.groupBy(rules, ({ rule }) => rule)]
    .map(([rule, places]) => ({ rule, found: places.reduce((sum, each) => sum + each.found, 0) }))
    .filter(({ found }) => found > 0)
  const [told, idle] = [rules.filter(hasFound), rules.filter((each) => !hasFound(each))]
  const foundNothing = t('unify.rules.foundNothing', { n: number(idle.length) })
  const named: readonly Column<Figures>[] = [
    { key: 'rule', header: t('unify.rules.rule'), cell: ({ rule }) => ruleWords(rule) },
    { key: 'where', header: t('unify.rules.where'), cell: (each) => whereOf(each, t) },
  ]
  const refusedColumn: Column<Figures> = {
    key: 'refused',
    header: t('unify.rules.refused'),
    kind: 'number',
    width: '140px',
    cell: ({ refused }) => number(refused),
  }
  const notLookedColumn: Column<Figures> = {
    key: 'notLooked',
    header: t('unify.rules.notLooked'),
    kind: 'number',
    width: '130px',
    cell: ({ leftOut }) => (leftOut ? t('unify.rules.notLookedPairs', { n: number(leftOut.pairs) }) : ''),
  }
  return (
    <>
      <Subtitle2 as="h3">{t(`unify.rules.${kind}`)}</Subtitle2>
      {kind === 'within' && <Text size={200}>{t('unify.rules.withinText')}</Text>}
      {drawn.length > 0 && (
        <StackedBars
          label={t(`unify.rules.${kind}`)}
          legend={[]}
          bars={drawn.map(({ rule, found }) => ({
            key: rule,
            name: ruleWords(rule),
            said: number(found),
            parts: [found],
          }))}
        />
      )}
      {told.length > 0 && (
        <Fold head={t('unify.rules.byTable')} isOpen={!isNarrow}>
          <DataTable
            label={t(`unify.rules.${kind}`)}
            rows={told}
            keyOf={keyOf}
            minWidth="720px"
            columns={[
              ...named,
              {
                key: 'found',
                header: t('unify.rules.found'),
                kind: 'number',
                width: '90px',
                cell: ({ found }) => number(found),
              },
              {
                key: 'share',
                header: t(kind === 'within' ? 'unify.rules.share' : 'unify.rules.shareOfUnique'),
                kind: 'number',
                width: '110px',
                cell: shareOf,
              },
              ...(told.some(({ refused }) => refused > 0) ? [refusedColumn] : []),
              ...(told.some(({ leftOut }) => leftOut) ? [notLookedColumn] : []),
            ]}
          />
        </Fold>
      )}
      {idle.length > 0 && (
        <Fold head={foundNothing}>
          <DataTable label={foundNothing} rows={idle} keyOf={keyOf} minWidth="480px" columns={named} />
        </Fold>
      )}
    </>
  )
}

function keyOf({ kind, table, against, rule }: Figures): string {
  return [kind, table, against, rule].join(' ')
}

/** Between or within which tables a rule was asked, in words. */
function whereOf({ table, against }: Figures, t: TFunction): string {
  return against === undefined ? t('unify.rules.withinOne', { table }) : t('unify.rules.betweenTwo', { table, against })
}

/** Says between which tables no rule is asked, so that nobody is found there (feature map, N6). */
export function PairsWithoutRule({ pairs }: { readonly pairs: readonly TablePair[] }) {
  const { t } = useTranslation()
  if (pairs.length === 0) return null
  return (
    <Notice intent="warning" title={t('unify.rules.noRule')}>
      {pairs.map(({ table, against }) => (
        <div key={`${table} ${against}`}>{t('unify.rules.noRuleOne', { table, against })}</div>
      ))}
    </Notice>
  )
}

/** Whether there is anything to tell of a rule but its name. */
function hasFound({ found, refused, leftOut }: Figures): boolean {
  return found > 0 || refused > 0 || leftOut !== undefined
}

type TablePair = { readonly table: string; readonly against: string }

/** Tables of which no rule was asked between them. */
function pairsWithoutRule({ tables, rules }: UnificationFigures): TablePair[] {
  const asked = new Set(rules.map(({ table, against }) => `${table} ${against}`))
  return tables.flatMap(({ source: table }, at) =>
    tables
      .slice(0, at)
      .filter(({ source: against }) => !asked.has(`${table} ${against}`))
      .map(({ source: against }) => ({ table, against })),
  )
}
