import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

const build = resolve(import.meta.dirname, '../../console/build-when-older.ts')

/** Builds the console, unless what was built is newer than its sources, for tests in a browser. */
export default async function setUp(): Promise<void> {
  // In a process of its own: what is built where NODE_ENV says `test` is not what people are served.
  const { NODE_ENV: _, ...env } = process.env
  await promisify(execFile)(process.execPath, [build], { env })
}
