import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { isAtLeast, type Role } from '../access/person.ts'
import type { Definitions, FileSource, PostgresSource } from '../contract/definitions.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { type AllowedHosts, safeAddress } from '../lib/safe-address.ts'
import { said } from '../lib/said.ts'
import { referencesIn, replaceReferences, type Variables } from '../lib/variables.ts'
import type { Mistake } from './shape-issues.ts'

/** What definitions from outside are judged by: whose they are, and what the operator set. */
export type Outside = {
  readonly role: Role
  /** The folder of the configuration file, absolute. */
  readonly folder: string
  readonly directory: Pick<DataDirectory, 'root' | 'uploads'>
  readonly variables: Variables
  readonly allowedHosts: AllowedHosts
}

/** The same from the parts of the program. */
export function outsideOf({ config, directory, variables }: OutsideNeeds, { role }: { readonly role: Role }): Outside {
  return { role, folder: dirname(config.file), directory, variables, allowedHosts: config.allowedHosts }
}

export type OutsideNeeds = Pick<Outside, 'directory' | 'variables'> & {
  readonly config: { readonly file: string; readonly allowedHosts: AllowedHosts }
}

type Judged = Pick<Definitions, 'sources'> & Partial<Pick<Definitions, 'connections'>>

/**
 * What definitions may not say that do not come from the operator's own terminal, as far as it was not said before: files
 * that are nobody's data, databases on hosts that the operator did not allow, and variables that hold other things than
 * values of definitions.
 */
export function checkOutside(before: Judged | undefined, after: Judged, outside: Outside): Mistake[] {
  const sources = Object.entries(after.sources).flatMap(([name, source]) => {
    const path = ['sources', name]
    const former = before && Object.hasOwn(before.sources, name) ? before.sources[name] : undefined
    return 'postgres' in source
      ? former && 'postgres' in former && former.postgres === source.postgres
        ? []
        : checkDatabase([...path, 'postgres'], source, outside)
      : former && 'file' in former && JSON.stringify(former.file) === JSON.stringify(source.file)
        ? []
        : checkFiles([...path, 'file'], source, outside)
  })
  const services = Object.entries(after.connections ?? {}).flatMap(([name, { service }]) => {
    const former =
      before?.connections && Object.hasOwn(before.connections, name) ? before.connections[name]?.service : undefined
    return Object.entries(service ?? {}).flatMap(([key, address]) =>
      former && Reflect.get(former, key) === address
        ? []
        : checkService(['connections', name, 'service', key], address, outside),
    )
  })
  return [...sources, ...services, ...checkReferences([], before, after, outside)]
}

/** An address that has a variable in it is judged where it is used. */
function checkService(path: Mistake['path'], address: unknown, { allowedHosts }: Outside): Mistake[] {
  if (typeof address !== 'string' || referencesIn(address).length > 0) return []
  try {
    safeAddress(address, allowedHosts)
    return []
  } catch (thrown) {
    return [{ path, message: thrown instanceof Error ? thrown.message : String(thrown) }]
  }
}

const dataFile = /\.(csv|tsv|tab|txt|parquet|pq|json|ndjson|jsonl)(\.gz)?$/i

/**
 * Files lie in or below the configuration file's folder, or in the data directory's uploads. Names that start with a dot, what
 * else is in the data directory, and files whose names are not those of data are not for anybody to read from afar.
 */
function checkFiles(path: Mistake['path'], { file }: FileSource, outside: Outside): Mistake[] {
  const files: readonly unknown[] = Array.isArray(file) ? file : [file]
  return files.flatMap((written, at): Mistake[] => {
    if (typeof written !== 'string') return []
    const here = Array.isArray(file) ? [...path, at] : path
    const message = wrongFile(
      replaceReferences(written, (name) => outside.variables[name]),
      outside,
    )
    return message === undefined ? [] : [{ path: here, message }]
  })
}

function wrongFile(file: string, { folder, directory }: Outside): string | undefined {
  if (file.includes('\0')) return said`found a character that no path can hold`
  const absolute = resolve(folder, file)
  const steps = absolute.split(sep)
  if (/[[\]{}()\\]/.test(file) || steps.slice(0, -1).some((step) => /[*?]/.test(step))) {
    return said`expected a path in which only the name of the file has * or ?`
  }
  if (!dataFile.test(absolute)) {
    return said`expected the name of a file of data: .csv, .tsv, .txt, .parquet, .json or .ndjson, .gz or not`
  }
  if (isBelow(directory.uploads, absolute)) return undefined
  const below = relative(folder, absolute)
  if (!isBelow(folder, absolute) || isBelow(directory.root, absolute) || below.split(sep).some(isHidden)) {
    return said`expected a file in or below the folder of the configuration file that is not hidden, or one that was uploaded`
  }
  return undefined
}

function isBelow(folder: string, path: string): boolean {
  const below = relative(folder, path)
  return below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below)
}

function isHidden(step: string): boolean {
  return step.startsWith('.')
}

/** These say nothing of where the connection leads, and name no file. */
const harmless = new Set(['sslmode', 'application_name', 'connect_timeout'])

function checkDatabase(path: Mistake['path'], { postgres }: PostgresSource, outside: Outside): Mistake[] {
  // What a variable holds the operator has set; that an administrator refers to it is judged as any reference is.
  if (typeof postgres !== 'string' || /^\$\{\w+\}$/.test(postgres)) return []
  if (!URL.canParse(postgres) || !/^postgres(ql)?:$/.test(new URL(postgres).protocol)) {
    return [{ path, message: said`expected postgres://user@host/database` }]
  }
  const url = new URL(postgres)
  const steering = [...url.searchParams.keys()].filter((key) => !harmless.has(key.toLowerCase()))
  if (steering.length > 0)
    return [{ path, message: said`a connection string from outside has no ${steering.join(', ')}` }]
  try {
    // Named, and not only one of the internet: the driver looks names up by itself, and what one leads to may change until then.
    const named = outside.allowedHosts.filter((host) => host !== '*')
    safeAddress(`http://${url.hostname}:${url.port || '5432'}`, named)
    return []
  } catch (thrown) {
    return [{ path, message: thrown instanceof Error ? thrown.message : String(thrown) }]
  }
}

/** What Postbud itself is set up with is no value of a definition. */
const own = /^(POSTBUD_|DATABASE_URL$|NODE_|PATH$|HOME$)/

/**
 * Only administrators refer to variables, which mostly hold secrets, and nobody from outside to those that Postbud itself is
 * set up with: what a variable holds may be told in an error or sent to a list.
 */
function checkReferences(path: Mistake['path'], before: unknown, after: unknown, outside: Outside): Mistake[] {
  if (typeof after === 'string') {
    const known = new Set(typeof before === 'string' ? referencesIn(before) : [])
    const added = [...new Set(referencesIn(after))].filter((name) => !known.has(name))
    return added.flatMap((name): Mistake[] => {
      if (!isAtLeast(outside.role, 'administrator')) {
        return [{ path, message: said`only administrators may refer to a variable, here \${${name}}` }]
      }
      return own.test(name) ? [{ path, message: said`\${${name}} holds a setting of Postbud and no value` }] : []
    })
  }
  if (typeof after !== 'object' || after === null) return []
  return Object.entries(after).flatMap(([key, value]) => {
    const former = typeof before === 'object' && before !== null ? Reflect.get(before, key) : undefined
    return checkReferences([...path, Array.isArray(after) ? Number(key) : key], former, value, outside)
  })
}
