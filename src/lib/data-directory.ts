import { join, resolve } from 'node:path'

/**
 * Where things lie in the data directory. Names of things are safe as folder names (`[a-z][a-z0-9-]*`), ids are ours.
 * Paths that are stored in the control database are stored relative to the root, so that the directory can be moved.
 */
export type DataDirectory = {
  readonly root: string
  readonly database: string
  readonly owner: string
  readonly secretKey: string
  /** Scratch files: spilled query results, downloads, parts not yet published. Emptied at start. */
  readonly scratch: string
  readonly table: (source: string, version: string) => string
  readonly members: (segment: string, version: string) => string
  readonly list: (account: string, list: string) => string
  readonly account: (account: string) => string
  readonly run: (runId: string) => string
  /** The absolute path of one that was stored relative to the root. */
  readonly absolute: (stored: string) => string
  /** A path below the root as it is stored. */
  readonly stored: (absolute: string) => string
}

export function dataDirectory(path: string): DataDirectory {
  const root = resolve(path)
  return {
    root,
    database: join(root, 'db'),
    owner: join(root, 'owner.lock'),
    secretKey: join(root, 'secret.key'),
    scratch: join(root, 'scratch'),
    table: (source, version) => join(root, 'tables', source, version),
    members: (segment, version) => join(root, 'members', segment, `${version}.parquet`),
    list: (account, list) => join(root, 'lists', account, list),
    account: (account) => join(root, 'accounts', account),
    run: (runId) => join(root, 'runs', runId),
    absolute: (stored) => join(root, stored),
    stored: (absolute) => absolute.slice(root.length + 1),
  }
}
