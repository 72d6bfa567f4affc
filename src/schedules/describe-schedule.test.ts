import { expect, test } from 'vitest'
import type { ExportSchedule, SegmentSchedule } from '../contract/schedule.ts'
import { describeExportSchedule, describeSegmentSchedule } from './describe-schedule.ts'

const zone = 'Europe/Copenhagen'
const exportSchedules: [ExportSchedule | undefined, string, string][] = [
  [undefined, 'With every system refresh', 'Ved hver systemopdatering'],
  ['off', 'Only when somebody runs it', 'Kun når nogen kører den'],
  [{ repeat: 'hourly', minute: 5 }, 'Every hour, 5 minutes past', 'Hver time, 5 minutter over'],
  [
    { repeat: 'hourly', everyHours: 6 },
    `Every 6 hours from midnight, 0 minutes past (${zone})`,
    `Hver 6. time fra midnat, 0 minutter over (${zone})`,
  ],
  [
    { repeat: 'daily', times: ['06:00', '18:30'] },
    `Every day at 06:00 and 18:30 (${zone})`,
    `Hver dag kl. 06:00 og 18:30 (${zone})`,
  ],
  [
    { repeat: 'weekly', days: ['monday', 'friday'], times: ['06:00'], active: false },
    `Stopped; it would be: every Monday and Friday at 06:00 (${zone})`,
    `Standset; ellers: hver mandag og fredag kl. 06:00 (${zone})`,
  ],
  [
    { repeat: 'monthly', days: [1, 22, 'last'], times: ['06:00'] },
    `On the 1st, the 22nd, and the last day of the month at 06:00 (${zone})`,
    `Den 1., 22. og sidste dag i måneden kl. 06:00 (${zone})`,
  ],
]

test.each(exportSchedules)('an export that runs %j', (schedule, en, da) => {
  expect(describeExportSchedule(schedule, zone)).toBe(en)
  expect(describeExportSchedule(schedule, zone, 'da')).toBe(da)
})

const segmentSchedules: [SegmentSchedule | undefined, string, string][] = [
  [undefined, 'With every system refresh', 'Ved hver systemopdatering'],
  ['manual', 'Only when somebody refreshes it', 'Kun når nogen opdaterer det'],
  [{ repeat: 'weekly', days: ['tuesday'] }, 'With the system refreshes on Tuesday', 'Ved systemopdateringerne tirsdag'],
  [
    { repeat: 'monthly', days: [3, 'last'] },
    'With the system refreshes on the 3rd and the last day of the month',
    'Ved systemopdateringerne den 3. og sidste dag i måneden',
  ],
]

test.each(segmentSchedules)('a segment that is refreshed %j', (schedule, en, da) => {
  expect(describeSegmentSchedule(schedule)).toBe(en)
  expect(describeSegmentSchedule(schedule, 'da')).toBe(da)
})
