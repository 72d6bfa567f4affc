import { expect, test } from 'vitest'
import { da } from '../../console/src/app/words/da.ts'

/**
 * What the source document calls the things of its two flows, in their order, and what its pages about exports, schedules, segments
 * and states do. Where its Danish is none (a brand that was translated, `Forarbejdning`), ours stands instead.
 */
const labels: readonly (readonly [word: string, label: string])[] = [
  // A connection is set up.
  [da.nav.administrator, 'Administrator'],
  [da.nav.connections, 'Forbindelser'],
  [da.connections.add, 'Tilføj forbindelse'],
  [da.connecting.name.displayName, 'Vist navn'],
  [da.connecting.users.title, 'Vælg, hvem der kan bruge denne forbindelse'],
  [da.connecting.users.administrators, 'Administratorer'],
  [da.connecting.consent.title, 'Beskyttelse af personlige oplysninger og overholdelse af angivne standarder'],
  [da.connecting.consent.agree, 'Jeg accepterer'],
  [da.sample.agree, 'Jeg accepterer'],
  [da.connecting.connect.act, 'Opret forbindelse'],
  [da.connecting.signIn.act, 'Godkend med Constant Contact'],
  [da.connecting.exportUser.act, 'Tilføj dig selv som eksportbruger'],
  [da.app.save, 'Gem'],
  // An export is set up.
  [da.nav.data, 'Data'],
  [da.nav.exports, 'Eksport'],
  [da.exports.add, 'Tilføj eksport'],
  [da.setUpExport.connection, 'Forbindelse til eksport'],
  [da.setUpExport.findList, 'Søg efter en liste, eller indsæt liste-id eller adresse'],
  [da.setUpExport.matching, 'Datamatching'],
  [da.setUpExport.email, 'Mail'],
  [da.setUpExport.addAttribute, 'Tilføj attribut'],
  [da.setUpExport.fields.first_name, 'Fornavn'],
  [da.setUpExport.fields.last_name, 'Efternavn'],
  [da.setUpExport.segments, 'Segmenter'],
  [da.setUpExport.saveDoesNotRun, 'Når du gemmer en eksport, køres den ikke med det samme.'],
  // What is done with exports.
  [da.exports.acts.run, 'Kør'],
  [da.exports.runAll, 'Kør alle'],
  [da.exports.acts.edit, 'Rediger'],
  [da.exports.acts.view, 'Vis'],
  [da.exports.acts.duplicate, 'Opret dublet'],
  [da.exports.acts.detach, 'Fjern forbindelsen'],
  [da.exports.acts.remove, 'Fjern'],
  [da.exports.noConnection, 'Ingen forbindelse'],
  [da.exports.columns.refreshedAt, 'Opdateret'],
  [da.exports.columns.schedule, 'Tidsplan'],
  [da.exports.columns.permission, 'Dine tilladelser'],
  [da.exports.schedule.on, 'Planlæg kørsel'],
  [da.exports.schedule.keep, 'Bevar individuelle tidsplaner'],
  [da.exports.schedule.define, 'Definer ny tidsplan for alle valgte eksporter'],
  [da.schedule.repeat, 'Gentagelse'],
  [da.schedule.repeats.weekly, 'Ugentlig'],
  [da.schedule.repeats.daily, 'Daglig'],
  [da.schedule.zone, 'Tidszone'],
  [da.schedule.addTime, 'Tilføj et andet tidspunkt'],
  // Roles, states, segments.
  [Object.values(da.roles).join(', '), 'Administrator, Bidragyder, Seer'],
  [da.status.notStarted, 'Ikke startet'],
  [da.status.queued, 'I kø'],
  [da.status.refreshing, 'Opdaterer'],
  [da.status.processing, 'Behandles'],
  [da.status.successful, 'Gennemført'],
  [da.status.failed, 'Mislykket'],
  [da.status.skipped, 'Sprunget over'],
  [da.status.canceled, 'Annulleret'],
  [da.builder.path, 'Relationssti'],
  [da.builder.subRule, 'Underregel'],
  [da.builder.addCondition, 'Tilføj betingelse'],
  [da.segment.rules.union.split(':')[0] ?? '', 'Foreningsmængde'],
  [da.segment.rules.intersect.split(':')[0] ?? '', 'Overlapning'],
  [da.segment.rules.except.split(':')[0] ?? '', 'Undtagen'],
  [da.segments.activate, 'Aktivér'],
  [da.segments.deactivate, 'Deaktiver'],
  [da.segments.refresh, 'Opdater'],
]

test('what the source document names is called so in Danish, word for word', () => {
  expect(labels.map(([word]) => word)).toEqual(labels.map(([, label]) => label))
})
