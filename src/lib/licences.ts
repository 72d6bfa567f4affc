import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageFolder } from './version.ts'

/** A library that this program stands on, and the licence it comes under. */
export type Licence = { readonly name: string; readonly version: string; readonly licence: string }

type PackageFile = {
  readonly version?: string
  readonly license?: string | { readonly type?: string }
  readonly dependencies?: Readonly<Record<string, string>>
}

let found: readonly Licence[] | undefined

/** The libraries that the package names, as they are installed, by name. One that is not to be found is left out. */
export function licences(): readonly Licence[] {
  found ??= Object.keys(read(join(packageFolder, 'package.json')).dependencies ?? {})
    .sort()
    .flatMap((name) => {
      const folder = installed(name, packageFolder)
      if (folder === undefined) return []
      const { version = '', license } = read(join(folder, 'package.json'))
      return [{ name, version, licence: (typeof license === 'object' ? license.type : license) ?? '' }]
    })
  return found
}

/** Where Node would find a package: in the nearest node_modules, from the folder up. */
function installed(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  return dirname(from) === from ? undefined : installed(name, dirname(from))
}

function read(file: string): PackageFile {
  return JSON.parse(readFileSync(file, 'utf8'))
}
