import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { checkProject } from './check-project.ts'
import { planChanges } from './plan-changes.ts'
import { parseProject } from './read-project.ts'

type Parts = { readonly environment?: object; readonly segment?: object; readonly export?: object }

function aFile(parts: Parts): string {
  return stringify({
    environment: { name: 'Shop', timeZone: 'Europe/Copenhagen', ...parts.environment },
    sources: { contacts: { file: 'contacts.csv', key: 'Id' } },
    profiles: { from: 'contacts', email: 'Email' },
    segments: { all: { rules: [{ where: { all: [] } }], ...parts.segment } },
    connections: { main: { type: 'constant-contact', clientId: 'id' } },
    exports: { news: { connection: 'main', list: 'News', segments: ['all'], ...parts.export } },
  })
}

function judge(parts: Parts): string[] {
  const project = parseProject('postbud.yaml', aFile(parts))
  return checkProject(project, {}).map(({ severity, path, message }) => `${severity} ${path}: ${message}`)
}

const weekly = { repeat: 'weekly', days: ['monday', 'thursday'], times: ['06:00'] }

test.each([
  { environment: { refresh: { days: ['monday'], times: ['06:00', '09:00', '12:00', '15:00'] } } },
  { environment: { refresh: { repeat: 'daily', times: ['06:00'], timeZone: 'UTC', missed: 'skip', active: false } } },
  { environment: { refresh: { repeat: 'daily', times: ['06:00'] } }, export: { schedule: 'system refresh' } },
  { export: { schedule: 'off' } },
  { export: { schedule: weekly } },
  { export: { schedule: { repeat: 'hourly' } } },
  { export: { schedule: { repeat: 'hourly', everyHours: 6, minute: 30, missed: 'run' } } },
  { export: { schedule: { repeat: 'monthly', days: [1, 15, 'last'], times: ['06:00'], active: false } } },
  { segment: { schedule: 'manual' } },
  {
    environment: { refresh: { repeat: 'daily', times: ['06:00'] } },
    segment: { schedule: { repeat: 'monthly', days: [1, 'last'] } },
  },
  {
    environment: {
      alerts: { language: 'da', mail: ['ops@shop.example'], webhooks: { chat: { url: 'https://x.example' } } },
    },
  },
])('%j is a schedule', (parts) => {
  expect(judge(parts)).toEqual([])
})

const refreshPath = 'environment.refresh'
const exportPath = 'exports.news.schedule'
const segmentPath = 'segments.all.schedule'
const refresh = (value: object): Parts => ({ environment: { refresh: value } })
const ofExport = (value: unknown): Parts => ({ export: { schedule: value } })
const ofSegment = (value: unknown): Parts => ({ segment: { schedule: value } })
const mistakes: [Parts, string][] = [
  [
    refresh({ times: ['06:00'] }),
    `${refreshPath}.days: missing; expected the days on which it repeats: [monday, thursday]`,
  ],
  [
    refresh({ repeat: 'daily', days: ['monday'], times: ['06:00'] }),
    `${refreshPath}.days: found ["monday"]; what repeats daily has no days; leave them out, or repeat weekly`,
  ],
  [
    refresh({ repeat: 'daily', times: ['6:00'] }),
    `${refreshPath}.times[0]: found "6:00"; expected a time of the day in quotes, such as '06:30'`,
  ],
  [
    refresh({ repeat: 'daily', times: ['01:00', '02:00', '03:00', '04:00', '05:00'] }),
    `${refreshPath}.times: found ["01:00","02:00","03:00","04:00","05:00"]; expected at most 4 times a day`,
  ],
  [
    refresh({ repeat: 'daily', times: ['06:00', '06:00'] }),
    `${refreshPath}.times[1]: found "06:00"; 06:00 stands here twice`,
  ],
  [refresh({ repeat: 'monthly', times: ['06:00'] }), `${refreshPath}.repeat: found "monthly"; expected weekly, daily.`],
  [
    refresh({ repeat: 'daily', times: ['06:00'], timeZone: 'Europe/Copenhage' }),
    `${refreshPath}.timeZone: found "Europe/Copenhage"; expected an IANA time zone such as Europe/Copenhagen. Did you mean "Europe/Copenhagen"?`,
  ],
  [
    ofExport({ ...weekly, days: [1] }),
    `${exportPath}.days[0]: found 1; what repeats weekly has days such as [monday, thursday]`,
  ],
  [
    ofExport({ repeat: 'monthly', days: [32], times: ['06:00'] }),
    `${exportPath}.days[0]: found 32; expected a day from 1 to 31`,
  ],
  [
    ofExport({ repeat: 'daily', times: ['06:00'], minute: 5 }),
    `${exportPath}.minute: found 5; belongs to what repeats hourly, and this repeats daily`,
  ],
  [
    ofExport({ repeat: 'hourly', times: ['06:00'] }),
    `${exportPath}.times: found ["06:00"]; what repeats hourly has a minute (minute: 15) and no times`,
  ],
  [ofExport({ repeat: 'hourly', everyHours: 5 }), `${exportPath}.everyHours: found 5; expected 1, 2, 3, 4, 6, 8, 12.`],
  [ofExport('of'), `${exportPath}: found "of"; expected system refresh, off. Did you mean "off"?`],
  [
    ofSegment({ repeat: 'weekly', days: ['mandag'] }),
    `${segmentPath}.days[0]: found "mandag"; expected a day of the week (monday), a day of the month from 1 to 31, or last`,
  ],
  [
    ofSegment('off'),
    `${segmentPath}: found "off"; expected manual, { repeat: weekly, days: [monday] } or { repeat: monthly, days: [1, last] }`,
  ],
  [
    ofSegment({ repeat: 'monthly', days: ['monday'] }),
    `${segmentPath}.days[0]: found "monday"; what repeats monthly has days such as [1, 15, last]`,
  ],
]
test.each(mistakes)('%j is told: %s', (parts, expected) => {
  expect(judge(parts)).toEqual([`error ${expected}`])
})

test('a schedule by which nothing happens is a warning with the reason', () => {
  const monday = { repeat: 'weekly', days: ['monday'], times: ['06:00'] }
  const of = (parts: Parts) => judge(parts)
  expect(
    of({ segment: { schedule: { repeat: 'weekly', days: ['monday'] } }, export: { schedule: 'system refresh' } }),
  ).toEqual([
    'warning segments.all.schedule: goes along with the system refresh, which is off (environment.refresh), so that nothing happens by itself',
    'warning exports.news.schedule: goes along with the system refresh, which is off (environment.refresh), so that nothing happens by itself',
  ])
  expect(
    of({ environment: { refresh: monday }, segment: { schedule: { repeat: 'weekly', days: ['friday'] } } }),
  ).toEqual([
    'warning segments.all.schedule: its days are never those of the system refresh (monday), with which it goes along, so it is never refreshed',
  ])
  expect(of({ environment: { refresh: monday }, segment: { schedule: { repeat: 'monthly', days: [31] } } })).toEqual([
    'warning segments.all.schedule: its days are those of the system refresh (monday) only once a year or less, and no other day refreshes it',
  ])
  expect(
    of({
      environment: { refresh: monday },
      segment: { schedule: { repeat: 'weekly', days: ['monday'] }, type: 'static' },
    }),
  ).toEqual(['warning segments.all.schedule: has no effect, since the segment is static and refreshed by hand only'])
  expect(
    of({
      environment: { refresh: monday },
      segment: { schedule: { repeat: 'weekly', days: ['friday'] }, state: 'inactive' },
    }),
  ).toEqual([])
})

test('what a webhook opens with is not shown among the changes', () => {
  const { definitions } = parseProject('postbud.yaml', aFile({}))
  const changed = parseProject(
    'postbud.yaml',
    aFile({ environment: { alerts: { webhooks: { chat: { url: 'https://hooks.example/T0/B0', secret: 'hush' } } } } }),
  ).definitions
  if (!definitions || !changed) throw new Error('both files are right')
  const stored = [{ kind: 'environment' as const, name: 'environment', body: definitions.environment }]
  const text = JSON.stringify(planChanges(stored, changed))
  expect(text).not.toMatch(/hush|T0/)
  expect(text).toContain('********')
})
