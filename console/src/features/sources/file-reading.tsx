import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Draft } from './look.ts'

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 200px), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
})

const choices = {
  delimiter: [',', ';', '\t', '|'],
  encoding: ['utf-8', 'utf-16', 'windows-1252', 'iso-8859-1'],
  quote: ['"', "'", ''],
} as const
type Part = keyof typeof choices

/** Files that say themselves how they are written. */
const notText = /\.(parquet|pq|json|ndjson|jsonl)(\.gz)?$/i

/** How a text file is written, for those where what was found out by looking is not right; nothing for other files. */
export function FileReading({ draft, onChange }: { readonly draft: Draft; readonly onChange: (draft: Draft) => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  if (draft.file === undefined || !isText(draft)) return null
  const given = (Object.keys(choices) as Part[]).some((part) => draft[part] !== undefined)
  return (
    <Accordion collapsible {...(given && { defaultOpenItems: ['reading'] })}>
      <AccordionItem value="reading">
        <AccordionHeader>{t('sources.reading.title')}</AccordionHeader>
        <AccordionPanel>
          <div className={styles.fields}>
            {(Object.keys(choices) as Part[]).map((part) => (
              <Choice key={part} part={part} draft={draft} onChange={onChange} />
            ))}
          </div>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}

/** What is found out by looking stands apart from every choice, of which one is no quotes at all. */
const [found, is] = ['found', 'is ']

function Choice({
  part,
  draft,
  onChange,
}: {
  readonly part: Part
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}) {
  const { t } = useTranslation()
  const value = draft[part]
  const known: readonly string[] = choices[part]
  // What a file says that is none of these, such as a delimiter of several characters, is kept.
  const all = value === undefined || known.includes(value) ? known : [...known, value]
  return (
    <Field label={t(`sources.reading.${part}`)}>
      <Select
        value={value === undefined ? found : is + value}
        onChange={(_, told) => {
          const { [part]: _before, ...rest } = draft
          onChange({ ...rest, ...(told.value !== found && { [part]: told.value.slice(is.length) }) })
        }}
      >
        <option value={found}>{t('sources.reading.found')}</option>
        {all.map((each) => (
          <option key={each} value={is + each}>
            {hasWord(each) ? t(`sources.reading.words.${words[each]}`) : each}
          </option>
        ))}
      </Select>
    </Field>
  )
}

const words = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', '': 'none' } as const

function hasWord(value: string): value is keyof typeof words {
  return Object.hasOwn(words, value)
}

function isText({ file = [], format }: Draft): boolean {
  if (format !== undefined) return format === 'csv' || format === 'tsv'
  return ![file].flat().some((path) => notText.test(path))
}
