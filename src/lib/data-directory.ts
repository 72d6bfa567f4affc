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
  /** The key under which erased people are remembered as hashes. */
  readonly erasureKey: string
  /** Whom an erasure that is under way is about; the file goes when it is whole. */
  readonly erasures: string
  /** The socket on which a server takes command lines, and the file that says how it is reached. */
  readonly socket: string
  readonly door: string
  /** What a restore has unpacked and not yet put in place; nothing opens the directory meanwhile. */
  readonly restoring: string
  /** Scratch files: spilled query results, downloads, parts not yet published. Emptied at start. */
  readonly scratch: string
  /** Files that people uploaded to read as sources. */
  readonly uploads: string
  /** The folders that hold a folder or a file for each source, segment, account or run; `lists` has accounts, then lists. */
  readonly roots: Readonly<Record<'tables' | 'members' | 'lists' | 'accounts' | 'runs', string>>
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
  const roots = {
    tables: join(root, 'tables'),
    members: join(root, 'members'),
    lists: join(root, 'lists'),
    accounts: join(root, 'accounts'),
    runs: join(root, 'runs'),
  }
  return {
    roots,
    root,
    database: join(root, 'db'),
    owner: join(root, 'owner.lock'),
    secretKey: join(root, 'secret.key'),
    erasureKey: join(root, 'erasure.key'),
    erasures: join(root, 'erasures'),
    socket: join(root, 'server.sock'),
    door: join(root, 'server.json'),
    restoring: join(root, 'restoring'),
    scratch: join(root, 'scratch'),
    uploads: join(root, 'uploads'),
    table: (source, version) => join(roots.tables, source, version),
    members: (segment, version) => join(roots.members, segment, `${version}.parquet`),
    list: (account, list) => join(roots.lists, account, list),
    account: (account) => join(roots.accounts, account),
    run: (runId) => join(roots.runs, runId),
    absolute: (stored) => join(root, stored),
    stored: (absolute) => absolute.slice(root.length + 1),
  }
}
