import type { ConnectionDefinition, Definitions, ExportDefinition } from '../contract/definitions.ts'
import type { SampleService } from './sample-account.ts'

/** By this name an environment is known as the sample's, so that making it can go on where it was cut short. */
export const sampleName = 'Contoso Coffee (sample)'

/** The files of the sample, as `makeShop` calls them. */
export const sampleFiles = [
  'contacts.csv',
  'purchases-1.parquet',
  'purchases-2.parquet',
  'loyalty.csv',
  'optouts.csv',
] as const
export type SampleFile = (typeof sampleFiles)[number]

export const sampleConnection = 'marketing'

/** What the sandbox calls its own list, and one that is made for the sample. */
export const sampleLists = ['Newsletter', 'Loyal customers'] as const

/** The made-up shop: its files (by name, where they were put), who the customers are, and three segments. */
export function sampleShop(files: Readonly<Record<SampleFile, string>>): Omit<Definitions, 'connections' | 'exports'> {
  return {
    environment: { name: sampleName, timeZone: 'Europe/Copenhagen', suppress: 'optouts.email' },
    sources: {
      contacts: { file: files['contacts.csv'], key: 'ContactId' },
      purchases: { file: [files['purchases-1.parquet'], files['purchases-2.parquet']], key: 'PurchaseId' },
      loyalty: { file: files['loyalty.csv'], key: 'loyalty_id' },
      optouts: { file: files['optouts.csv'], key: 'optout_id' },
    },
    profiles: {
      from: 'contacts',
      email: 'EMail',
      firstName: 'FirstName',
      lastName: 'LastName',
      updatedAt: 'CreatedOn',
    },
    relationships: {
      'purchases-of-customer': { from: 'purchases.ContactId', to: 'profile.ContactId' },
      membership: { from: 'loyalty.contact_id', to: 'profile.ContactId' },
    },
    segments: {
      subscribers: {
        displayName: 'Subscribers, not staff',
        rules: [
          { where: { column: 'Email Subscriber', equals: 'yes', ignoreCase: true } },
          { except: { column: 'EMail', endsWith: '@contoso.com', ignoreCase: true } },
        ],
      },
      'big-spenders': {
        displayName: 'Subscribers who bought for more than 900',
        rules: [
          { where: { segment: 'subscribers' } },
          { intersect: { column: 'purchases.TotalPrice', greaterThan: 900 } },
        ],
      },
      'loyal-subscribers': {
        displayName: 'Subscribers who bought five times or more',
        rules: [{ where: { segment: 'subscribers' } }, { intersect: { count: 'purchases', greaterThanOrEqualTo: 5 } }],
      },
    },
  }
}

export function sampleConnectionTo({ apiUrl, authUrl }: SampleService): ConnectionDefinition {
  return {
    type: 'constant-contact',
    displayName: 'Sample account',
    clientId: 'sandbox-client',
    service: { apiUrl, authUrl },
  }
}

/** An export to each of the lists, by name. */
export function sampleExports(): Readonly<Record<string, ExportDefinition>> {
  const [newsletter, loyal] = sampleLists
  return {
    'spring-campaign': {
      displayName: 'Spring campaign',
      connection: sampleConnection,
      list: newsletter,
      segments: ['subscribers'],
      fields: { first_name: 'FirstName', last_name: 'LastName' },
      leavers: 'remove',
    },
    'loyal-customers': {
      displayName: 'Loyal customers',
      connection: sampleConnection,
      list: loyal,
      segments: ['big-spenders', 'loyal-subscribers'],
      fields: { first_name: 'FirstName', 'cf:loyalty_tier': { last: 'loyalty.tier', by: 'loyalty.joined' } },
    },
  }
}
