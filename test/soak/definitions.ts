import type { Definitions, ExportDefinition, GuardSettings } from '../../src/contract/definitions.ts'
import { fieldsOf } from './judge-town.ts'
import type { ExportName, Rules, Settings } from './scenario.ts'
import type { Person } from './town.ts'

const columns: Readonly<Record<keyof Person, string>> = {
  id: 'ContactId',
  email: 'EMail',
  first: 'FirstName',
  last: 'LastName',
  title: 'Title',
  company: 'Company',
  level: 'Level',
  region: 'Region',
  tier: 'Tier',
  consent: 'Consent',
  updated: 'Updated',
}

const guards: Readonly<Record<Settings['guards'], GuardSettings>> = {
  wide: { removalShare: 1, removalPeople: 1_000_000, emptySegment: false, shrunkShare: 1 },
  tight: { removalShare: 0.05, removalPeople: 2, emptySegment: true, shrunkShare: 0.25 },
}

/** A scenario's exports as the program is told of them. */
export function definitionsOf(rules: Readonly<Record<ExportName, Rules>>, settings: Settings): Definitions {
  return {
    environment: { name: 'Soak', timeZone: 'Europe/Copenhagen' },
    sources: {
      contacts: { file: 'contacts.csv', key: columns.id },
      blocked: { file: 'blocked.csv', key: 'BlockId' },
    },
    profiles: { from: 'contacts', email: columns.email, updatedAt: columns.updated },
    relationships: {},
    segments: {
      north: { rules: [{ where: { column: columns.region, equals: 'north' } }] },
      gold: { rules: [{ where: { column: columns.tier, equals: 'gold' } }] },
    },
    connections: {
      marketing: {
        type: 'constant-contact',
        clientId: 'sandbox-client',
        clientSecret: 'sandbox-secret',
        limits: { requestsPerSecond: 200, requestsPerDay: settings.ownPerDay },
      },
    },
    exports: { news: exportOf('news', rules.news, settings), club: exportOf('club', rules.club, settings) },
  }
}

function exportOf(name: ExportName, rules: Rules, settings: Settings): ExportDefinition {
  return {
    connection: 'marketing',
    list: 'Newsletter',
    segments: rules.segments,
    fields: Object.fromEntries(Object.entries(fieldsOf[name]).map(([field, key]) => [field, columns[key]])),
    leavers: rules.leavers,
    guards: guards[settings.guards],
    ...(rules.consent && { consent: columns.consent }),
    ...(rules.suppress && { suppress: 'blocked.EMail' }),
  }
}
