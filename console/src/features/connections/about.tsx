import { Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Section } from '../../ui/section.tsx'
import { accountWords } from './account-words.ts'
import type { Connection } from './connections.ts'
import { Expiry } from './expiry.tsx'
import { ownApplication } from './own-application.ts'

/** What Constant Contact grants an application unless it is told otherwise (docs/constant-contact.md). */
const usualPace = { requestsPerSecond: 4, requestsPerDay: 10_000 }

/** What there is to know of a connection. */
export function About({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { account, consent, exportUser, contractLimit, limits, clientId, name, connectedAt } = connection
  const pace = { ...usualPace, ...limits }
  return (
    <Section title={t('connections.about')}>
      <Facts
        facts={[
          [
            t('connections.facts.account'),
            account &&
              [accountWords(account), account.contactEmail, account.id]
                .filter(Boolean)
                .map((each) => <div key={each}>{each}</div>),
          ],
          [
            t('connections.facts.exportUser'),
            exportUser && (
              <>
                {exportUser.who}, <Moment at={exportUser.at} />
              </>
            ),
          ],
          [
            t('connections.facts.consent'),
            consent && (
              <>
                {t('connections.facts.consentGiven', { who: consent.who, version: consent.textVersion })}{' '}
                <Moment at={consent.at} />
              </>
            ),
          ],
          [
            t('connections.facts.expires'),
            connection.lapsesAt && (
              <>
                <Expiry connection={connection} />
                <Text size={200} block>
                  {t('connections.facts.expiresHint')}
                </Text>
              </>
            ),
          ],
          [t('connections.facts.connected'), connectedAt && <Moment at={connectedAt} />],
          [
            t('connections.facts.contract'),
            contractLimit === null ? t('connections.facts.noContract') : number(contractLimit),
          ],
          [
            t('connections.facts.pace'),
            t('connections.facts.paceValue', {
              perSecond: number(pace.requestsPerSecond),
              perDay: number(pace.requestsPerDay),
            }),
          ],
          clientId === ownApplication.clientId
            ? [t('connections.facts.application'), t('connecting.name.applications.server')]
            : [t('connecting.name.clientId'), clientId],
          [t('app.nameInFiles'), name],
        ]}
      />
    </Section>
  )
}
