import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const file = packageFile(import.meta.dirname)

/** The folder of this Postbud's package: that of the nearest package.json above, in a clone as in the built package. */
export const packageFolder: string = dirname(file)

export const version: string = JSON.parse(readFileSync(file, 'utf8')).version

function packageFile(folder: string): string {
  const candidate = join(folder, 'package.json')
  try {
    readFileSync(candidate)
    return candidate
  } catch {
    return packageFile(dirname(folder))
  }
}
