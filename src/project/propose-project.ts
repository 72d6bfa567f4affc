import type { Column } from '../contract/catalogue.ts'
import type { Engine } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { lookAtSource } from '../sources/look-at-source.ts'
import type { ProposedMapping } from '../sources/propose-mapping.ts'
import { findSourceFiles } from '../sources/source-files.ts'
import { readerOf } from './known-tables.ts'
import type { NamedFiles } from './name-sources.ts'

type Needs = { readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

export type ProposedSource = NamedFiles & {
  readonly rows: number
  readonly columns: readonly Column[]
  readonly mapping: ProposedMapping & { readonly key: string }
}

/** What a first configuration file says, from nothing but the files it was shown. */
export type Proposal = {
  readonly sources: readonly ProposedSource[]
  readonly profiles: ProposedSource & { readonly mapping: { readonly email: string } }
  readonly relationships: readonly { readonly name: string; readonly source: string; readonly column: string }[]
  /** Files that could not become a source, in sentences. */
  readonly leftOut: readonly string[]
}

/** Raised when none of the files can be the customers. */
export class NoProfilesError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor(leftOut: readonly string[]) {
    super(
      `None of these files has both a column of e-mail addresses and a column whose values are unique, so none of them can be the customers.${leftOut.map((sentence) => `\n  - ${sentence}`).join('')}`,
    )
  }
}

/** Looks at every file as a refresh would, and proposes sources, who the customers are, and how the others belong to them. */
export async function proposeProject(needs: Needs, files: readonly NamedFiles[], folder: string): Promise<Proposal> {
  const sources: ProposedSource[] = []
  const leftOut: string[] = []
  for (const { name, file } of files) {
    const { columns, rows, proposal } = await lookAtSource(needs, { name, definition: { file }, folder })
    const { key } = proposal
    if (key === undefined)
      leftOut.push(
        `${file} was left out: none of its columns has a value of its own in every row, and a source needs a key.`,
      )
    else sources.push({ name, file, rows, columns, mapping: { ...proposal, key } })
  }
  const candidates = sources.filter(hasEmail)
  const [first, ...others] = candidates
  if (!first) throw new NoProfilesError(leftOut)
  const known = ({ mapping }: ProposedSource) => Object.keys(mapping).length
  const profiles = others.reduce((best, each) => (known(each) > known(best) ? each : best), first)

  const relationships: { name: string; source: string; column: string }[] = []
  for (const source of sources) {
    if (source === profiles) continue
    const column = await findForeignKey(needs.engine, profiles, source, folder)
    if (column !== undefined) relationships.push({ name: `${source.name}-of-customer`, source: source.name, column })
  }
  return { sources, profiles, relationships, leftOut }
}

function hasEmail(source: ProposedSource): source is Proposal['profiles'] {
  return source.mapping.email !== undefined
}

/** Share of a column's values that must be found among the customers' keys. */
const overlapShare = 0.3

/** The column of a source that holds keys of customers: most of its values are such keys, one of the same name first. */
async function findForeignKey(
  engine: Engine,
  profiles: ProposedSource,
  source: ProposedSource,
  folder: string,
): Promise<string | undefined> {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  const sameName = source.columns.find(({ name }) => plain(name) === plain(profiles.mapping.key))?.name
  const keys = await readerOfSource(profiles, folder)
  const rows = await readerOfSource(source, folder)
  if (!keys || !rows) return sameName

  const columns = source.columns
    .filter(({ type, engineType }) => type === 'string' || /INT|DECIMAL/.test(engineType))
    .slice(0, 100)
  const share = ({ name }: Column, at: number) => {
    const value = `trim(${quoteName(name)}::varchar)`
    return `count(case when ${value} in (select k from keys) then 1 end) / greatest(count(${value}), 1) as s${at}`
  }
  try {
    await using session = await engine.session()
    const [shares = {}] = await session.rows<Record<string, number>>(
      `with keys as (select trim(${quoteName(profiles.mapping.key)}::varchar) as k from ${keys})
       select ${columns.map(share).join(', ')} from (select * from ${rows} limit 10000)`,
    )
    const found = columns
      .map(({ name }, at) => ({ name, share: (shares[`s${at}`] ?? 0) + (name === sameName ? 1 : 0) }))
      .filter(({ name, share: value }) => value - (name === sameName ? 1 : 0) >= overlapShare)
      .sort((a, b) => b.share - a.share)
    return found[0]?.name
  } catch {
    // Files that this quick look cannot read are compared by name alone.
    return sameName
  }
}

async function readerOfSource({ name, file, mapping }: ProposedSource, folder: string): Promise<string | undefined> {
  const [first] = await findSourceFiles(name, { file, key: mapping.key }, folder)
  return first && readerOf(first.path, { file })
}
