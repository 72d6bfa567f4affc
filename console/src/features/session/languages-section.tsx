import { Field, Radio, RadioGroup, Select, Text } from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { chooseFormat, type Format, formatNames, isFormat, useFormatChoice, useFormats } from '../../app/formats.ts'
import { type Language, speak } from '../../app/languages.ts'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { changeMe } from './me.ts'

/** A moment and figures that look different in every format: day and month, seconds, thousands and decimals. */
const sample = { at: new Date(2026, 10, 5, 18, 30), number: 1_234_567, share: 0.125 }

/** The language, and apart from it how dates and numbers are written, with how that looks. Both are kept with the user. */
export function LanguagesSection() {
  const { t, i18n } = useTranslation()
  const formats = useFormats()
  const format = useFormatChoice()
  const remember = useMutation({ mutationFn: changeMe })
  const chooseLanguage = (language: Language) => {
    void speak(language)
    remember.mutate({ language })
  }
  const choose = (chosen: Format) => {
    chooseFormat(chosen)
    remember.mutate({ format: chosen })
  }
  return (
    <Section title={t('mine.languages')}>
      <Text>{t('mine.onlyYou')}</Text>
      <SendingFailed error={remember.error} />
      <Field label={t('mine.language')}>
        <RadioGroup
          layout="horizontal"
          value={i18n.language}
          onChange={(_, { value }) => chooseLanguage(value === 'da' ? 'da' : 'en')}
        >
          <Radio value="en" label={<span lang="en">English</span>} />
          <Radio value="da" label={<span lang="da">Dansk</span>} />
        </RadioGroup>
      </Field>
      <Field label={t('mine.format')} hint={t('mine.formatHint')}>
        <Select value={format} onChange={(_, { value }) => isFormat(value) && choose(value)}>
          {formatNames.map((each) => (
            <option key={each} value={each}>
              {t(`mine.formats.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Facts
        facts={[
          [
            t('mine.preview'),
            <span key="preview" data-testid="preview">
              {[formats.moment(sample.at), formats.number(sample.number), formats.percent(sample.share)].join(' · ')}
            </span>,
          ],
        ]}
      />
    </Section>
  )
}
