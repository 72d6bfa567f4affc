import { expect, test, vi } from 'vitest'
import { type Ended, type ProcessLab, processLab } from '../support/process-lab.ts'
import { smallDisk, smallDiskMissing } from '../support/small-disk.ts'
import { aFolder } from '../support/test-app.ts'

vi.setConfig({ testTimeout: 240_000 })

const imports = { method: 'POST', path: 'contacts_file_import' } as const
/** Some times the room that a new data directory takes, most of which is the database and its log. */
const megabytes = 160

const moments = [
  { when: 'the list is looked for', at: { method: 'GET', path: '/v3/contact_lists' } },
  { when: 'the first import comes', at: { ...imports, nth: 1 } },
  { when: 'a middle import comes', at: { ...imports, nth: 2 } },
  { when: 'the last import comes', at: { ...imports, nth: 4 } },
  { when: 'the jobs are looked at', at: { method: 'GET', path: '/v3/activities' } },
  { when: 'the removal comes', at: { method: 'POST', path: 'remove_list_memberships' } },
]

test.skipIf(smallDiskMissing)(
  'a disk that is full, from the start or from anywhere in a run on, is told, and the run goes on when there is room',
  async () => {
    const disk = smallDisk(megabytes)
    const lab = await processLab(disk.folder)
    disk.fill()
    expectRefusal(await lab.run('run', 'news'), /is full: .*No space left on device.*Make room/i)
    disk.free()
    await converge(lab)
    for (const [at, moment] of moments.entries()) {
      lab.turnTo(at + 1)
      const filled = lab.control.whenRequest(moment.at, () => disk.fill())
      expectRefusal(await lab.run('run', 'news'), /is full: .*No space left on device.*Make room/i)
      expect(filled.done, moment.when).toBe(true)
      disk.free()
      await converge(lab)
    }
    await quiet(lab)
  },
)

test.skipIf(smallDiskMissing)('a data directory that is read-only is told, and nothing is sent', async () => {
  const disk = smallDisk(megabytes)
  const lab = await processLab(disk.folder)
  disk.set('read-only')
  expectRefusal(
    await lab.run('run', 'news'),
    /may not write where it has to: .*Read-only file system.*Make the data directory writable/i,
  )
  expect(lab.control.imports()).toEqual([])
  disk.set('writable')
  await converge(lab)
})

test('of two processes on one data directory the second is refused, with a sentence', async () => {
  const lab = await processLab(await aFolder())
  const come = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  lab.control.whenRequest({ ...imports, nth: 2 }, () => {
    come.resolve()
    return answered.promise
  })
  const first = lab.run('run', 'news')
  await come.promise
  expectRefusal(
    await lab.run('run', 'news'),
    /Another Postbud \(process \d+\) is working in the data directory .*Wait until it has finished, or stop it/,
  )
  answered.resolve()
  expect(await first).toMatchObject({ code: 0 })
  expect(lab.members()).toEqual(lab.wanted())
  await quiet(lab)
})

/** A process that ended with a sentence of ours, and not with a stack. */
function expectRefusal({ code, out, err }: Ended, says: RegExp): void {
  expect(code).toBe(1)
  expect(`${out}${err}`.replace(/\s+/g, ' ')).toMatch(says)
  expect(err).not.toMatch(/did not foresee|^\s+at /m)
}

/** Started as often as a person would, the program brings the list to what it should be, and then leaves it. */
async function converge(lab: ProcessLab): Promise<void> {
  let ended = await lab.run('run', 'news')
  if (ended.code !== 0) ended = await lab.run('run', 'news')
  expect(ended, ended.err).toMatchObject({ code: 0 })
  expect(lab.members()).toEqual(lab.wanted())
  const names = lab.control.imports().map(({ fileName }) => fileName)
  expect(new Set(names).size).toBe(names.length)
}

/** When everything is as it should be, one more run sends nothing. */
async function quiet(lab: ProcessLab): Promise<void> {
  lab.control.clearRequests()
  expect(await lab.run('run', 'news')).toMatchObject({ code: 0 })
  expect(Object.keys(lab.control.requests().byRoute).filter((route) => route.startsWith('POST /v3'))).toEqual([])
}
