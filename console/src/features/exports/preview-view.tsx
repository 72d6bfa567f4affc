import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { GuardSentence } from '../runs/guard-sentence.tsx'
import { reasonWords, whatToDo } from '../runs/reason-words.ts'
import type { Preview, Sample } from './preview.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  // Of several lines on a narrow screen.
  header: { '& button': { paddingBlock: tokens.spacingVerticalS, textAlign: 'start' } },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

type Figure = readonly [label: string, figure: string]

/** What a run would do, to whom, what it would cost, and what would stop it. */
export function PreviewView({
  of: preview,
  adds = true,
}: {
  readonly of: Preview
  /** Whether it may put people on the list; undoing a run only takes them off. */
  readonly adds?: boolean
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { number } = useFormats()
  const { all, leaving, cost, account, guards, limit } = preview
  const deliverable = all.new + all.changed + all.unchanged
  const minutes =
    cost.minutes === 0
      ? t('preview.noTime')
      : t('preview.aboutMinutes', { count: cost.minutes, minutes: number(cost.minutes) })
  const price: readonly Figure[] = [
    [t('preview.requests'), number(cost.requests)],
    [t('preview.jobs'), number(cost.imports + cost.removals)],
    [t('preview.minutes'), minutes],
    [t('preview.leftToday'), number(cost.leftToday)],
  ]
  const newcomers: readonly Figure[] = [
    [t('preview.newContacts'), number(account.newAtMost)],
    ...(account.contactsAtMost === null ? [] : [[t('preview.contactsAfter'), number(account.contactsAtMost)] as const]),
    ...(account.contractLimit === null ? [] : [[t('preview.contract'), number(account.contractLimit)] as const]),
  ]
  const joining: readonly Figure[] = [
    [t('preview.members'), number(all.members)],
    [t('preview.new'), number(all.new)],
    [t('preview.changed'), number(all.changed)],
    [t('preview.unchanged'), number(all.unchanged)],
    [t('preview.heldBack'), number(sum(all.heldBack))],
    [t('preview.rejected'), number(sum(all.rejected))],
  ]
  const leavers: readonly Figure[] = [
    [t('preview.toRemove'), number(leaving.toRemove)],
    [t(adds ? 'preview.kept' : 'preview.standings.stays'), number(sum(leaving.kept))],
  ]
  return (
    <section className={styles.whole} aria-label={t('preview.title')}>
      <Text>{t('preview.nothingSent', { list: preview.list.replace(/ \([^()]*\)$/, '') })}</Text>
      {guards.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('preview.wouldWait')}</MessageBarTitle>
            <ul className={styles.list}>
              {guards.map((each) => (
                <li key={`${each.guard} ${each.segment}`}>
                  <GuardSentence of={each} />
                </li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      {deliverable > limit && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {t('preview.overLimit', { people: number(deliverable), limit: number(limit) })}
          </MessageBarBody>
        </MessageBar>
      )}
      {!cost.fitsToday && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('preview.notToday')}</MessageBarBody>
        </MessageBar>
      )}
      <Figures within facts={adds ? [...joining, ...leavers] : leavers} />
      <Text as="h3" weight="semibold">
        {t('preview.price')}
      </Text>
      {cost.requests === 0 ? (
        <Text>{t('preview.nothingToSend')}</Text>
      ) : (
        <Figures within facts={adds ? [...price, ...newcomers] : price} />
      )}
      <Text as="h3" weight="semibold">
        {t('preview.samples')}
      </Text>
      <Accordion collapsible multiple>
        {inOrder(preview).map((sample) => (
          <AccordionItem key={`${sample.standing} ${sample.reason}`} value={`${sample.standing} ${sample.reason}`}>
            <AccordionHeader className={styles.header}>
              <SampleTitle of={sample} people={countOf(preview, sample)} />
            </AccordionHeader>
            <AccordionPanel>
              {sample.reason !== null && <Text>{whatToDo(sample.reason, i18n.language)}</Text>}
              <ul className={styles.list}>
                {sample.people.map(({ key, email }) => (
                  <li key={key}>{email ?? t('preview.noEmail', { key })}</li>
                ))}
              </ul>
            </AccordionPanel>
          </AccordionItem>
        ))}
      </Accordion>
    </section>
  )
}

function SampleTitle({ of: { standing, reason }, people }: { readonly of: Sample; readonly people: number | null }) {
  const { t, i18n } = useTranslation()
  const { number } = useFormats()
  const known = standings.find((each) => each === standing)
  const what = known ? t(`preview.standings.${known}`) : standing
  return (
    <span>
      {people === null ? what : `${what}: ${number(people)}`}
      {/* What is looked at is undoing, and nothing is undone yet. */}
      {reason !== null && reason !== 'undone' && <> · {reasonWords(reason, i18n.language)}</>}
    </span>
  )
}

const standings = ['new', 'changed', 'unchanged', 'held_back', 'rejected', 'leaves', 'stays'] as const

/** As the figures stand, and of those who fall out, as a run tells them, the most first. */
function inOrder(preview: Preview): readonly Sample[] {
  const place = ({ standing }: Sample) =>
    (standings as readonly string[]).indexOf(standing === 'rejected' ? 'held_back' : standing)
  const people = (sample: Sample) => countOf(preview, sample) ?? 0
  return preview.samples.toSorted((a, b) => place(a) - place(b) || people(b) - people(a))
}

/** How many stand so in all, of whom a sample shows ten. */
function countOf({ all, leaving }: Preview, { standing, reason }: Sample): number | null {
  const of = reason ?? ''
  switch (standing) {
    case 'new':
    case 'changed':
    case 'unchanged':
      return all[standing]
    case 'held_back':
      return all.heldBack[of] ?? null
    case 'rejected':
      return all.rejected[of] ?? null
    case 'leaves':
      return leaving.leavers[of] ?? null
    case 'stays':
      return leaving.kept[of] ?? null
    default:
      return null
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, each) => total + each, 0)
}
