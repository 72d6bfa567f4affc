/*
 * A process that unifies the three sources of a data directory and tells the stages it is in, one a line; at the stage STAGE it stops
 * until it is told to go on (SIGCONT): node unify-and-tell.ts FOLDER DATABASE_URL [STAGE].
 */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { refreshProfiles } from '../../src/refresh/refresh-profiles.ts'
import { threeSources } from './three-sources.ts'

const [folder = '', url = '', stopAt] = process.argv.slice(2)
const variables = {
  DATABASE_URL: url,
  POSTBUD_DATA: join(folder, 'data'),
  POSTBUD_FILE: join(folder, 'postbud.yaml'),
}
await using app = await openApp({ ...readConfig(variables), variables })
const refreshed = await refreshProfiles(app, threeSources(), {
  onStage: (stage) => {
    writeSync(1, `${stage}\n`)
    if (stage === stopAt) process.kill(process.pid, 'SIGSTOP')
  },
})
writeSync(1, `${refreshed?.outcome} ${refreshed?.snapshot.version}\n`)
