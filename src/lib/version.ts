import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The version of this Postbud, from its package: the nearest package.json above, in a clone as in the built package. */
export const version: string = JSON.parse(readFileSync(packageFile(import.meta.dirname), 'utf8')).version

function packageFile(folder: string): string {
  const candidate = join(folder, 'package.json')
  try {
    readFileSync(candidate)
    return candidate
  } catch {
    return packageFile(dirname(folder))
  }
}
