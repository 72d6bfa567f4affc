/*
 * A process that unifies the three sources of a data directory, or only matches them, and kills itself: when a stage begins, or just before or
 * after what it made is put in place: node unify-and-die.ts FOLDER STAGE|before|after [matching].
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

const [folder = '', moment = '', only] = process.argv.slice(2)
const { rename } = fs.promises
fs.promises.rename = async (from, to) => {
  const isLast = String(to).includes(join('tables', 'profile'))
  if (isLast && moment === 'before') process.kill(process.pid, 'SIGKILL')
  await rename(from, to)
  if (isLast && moment === 'after') process.kill(process.pid, 'SIGKILL')
}
syncBuiltinESMExports()

const { openApp } = await import('../../src/app.ts')
const { readConfig } = await import('../../src/config/environment.ts')
const { matchProfiles, refreshProfiles } = await import('../../src/refresh/refresh-profiles.ts')
const { threeSources } = await import('./three-sources.ts')

const variables = { POSTBUD_DATA: join(folder, 'data'), POSTBUD_FILE: join(folder, 'postbud.yaml') }
await using app = await openApp({ ...readConfig(variables), variables })
await (only === 'matching' ? matchProfiles : refreshProfiles)(app, threeSources(), {
  force: true,
  onStage: (stage) => {
    if (stage === moment) process.kill(process.pid, 'SIGKILL')
  },
})
