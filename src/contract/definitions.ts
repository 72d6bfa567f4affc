import type { AlertSettings } from './alerts.ts'
import type { ColumnRef } from './column.ts'
import type { ColumnList } from './column-list.ts'
import type { ExportSchedule, RefreshSchedule } from './schedule.ts'
import type { RuleNode, SegmentDefinition } from './segment.ts'
import type { Unification } from './unification.ts'

/** The settings of the whole environment. */
export type EnvironmentDefinition = {
  readonly name: string
  /** IANA zone in which dates and times without zone are meant. */
  readonly timeZone: string
  /** Columns of sources that hold e-mails of people to hold back from every export. */
  readonly suppress?: ColumnList
  /** Whether viewers see customers' e-mail addresses in full; they are masked unless this says so. */
  readonly viewersSeeEmails?: boolean
  /** How long receipts and the members they derive from are kept. Default 400 days. */
  readonly receiptDays?: number
  /** How long runs, refreshes and sizes of segments are kept with their figures. Default 1,100 days. */
  readonly runDays?: number
  /** How long rows that could not be used are kept where no refresh replaces them. Default 90 days. */
  readonly corruptRowDays?: number
  /** How long acts by which departures ended are kept, with their reasons. Default 400 days. */
  readonly departureEndingDays?: number
  /** When everything is refreshed by itself. Left out, nothing is. */
  readonly refresh?: RefreshSchedule
  readonly alerts?: AlertSettings
}

/**
 * A column's type where the file's own look is not enough. `format` says how its values are written: a strptime pattern
 * (%d/%m/%Y) for dates and times; `1.234,56` or `1,234.56` for numbers, an example of which sign groups and which divides.
 */
export type ColumnDeclaration = {
  readonly type: 'text' | 'number' | 'integer' | 'date' | 'datetime' | 'boolean'
  readonly format?: string
}

type AnySource = {
  readonly key: string
  readonly columns?: Readonly<Record<string, ColumnDeclaration>>
  /** Share of corrupt rows (0–1) above which a refresh fails and the last good data stay. Default 0.05. */
  readonly maxCorrupt?: number
}

export type FileSource = AnySource & {
  /** A path, a glob, a folder of parts, or several of these; relative to the configuration file. */
  readonly file: string | readonly string[]
  readonly format?: 'csv' | 'tsv' | 'parquet' | 'json' | 'ndjson'
  readonly delimiter?: string
  readonly quote?: string
  readonly encoding?: 'utf-8' | 'utf-16' | 'windows-1252' | 'iso-8859-1'
}

export type PostgresSource = AnySource & {
  /** A connection string; normally a `${VARIABLE}`. */
  readonly postgres: string
  readonly table?: string
  readonly query?: string
  /** Age after which a run reads the database again: `15m`, `6h`, `1d`. Default `1h`. */
  readonly maxAge?: string
}

export type SourceDefinition = FileSource | PostgresSource

/** What columns of the Customer table are to us. */
type ProfileRoles = {
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string
  /** The column that tells which of several profiles with one e-mail is the newest. */
  readonly updatedAt?: string
}

/** Profiles from one source: each of its rows is a person. */
export type SingleProfiles = ProfileRoles & {
  readonly from: string
  /** The column with the address of a picture of the person. Of unified fields their type tells it. */
  readonly profileImage?: string
}

/** Profiles from several sources, or from one in which people stand more than once. The roles are unified fields. */
export type UnifiedProfiles = ProfileRoles & Unification & { readonly from?: undefined }

export type ProfilesDefinition = SingleProfiles | UnifiedProfiles

export type RelationshipDefinition = { readonly from: ColumnRef; readonly to: ColumnRef }

export type ConnectionDefinition = {
  readonly type: 'constant-contact'
  readonly displayName?: string
  readonly clientId: string
  /** Left out for an application that uses PKCE. `{ stored: true }` is one that was typed, which lies sealed with Postbud. */
  readonly clientSecret?: string | { readonly stored: true }
  /** Where its service is, where that is not the one the settings name: a sandbox beside the real one. */
  readonly service?: { readonly apiUrl: string; readonly authUrl: string }
  /** Who may use it: administrators (default) or contributors too. */
  readonly users?: 'administrators' | 'contributors'
  /** Contacts the contract allows in the account. */
  readonly contractLimit?: number
  /** What Constant Contact granted this application when it is not the usual 4 a second and 10,000 a day. */
  readonly limits?: { readonly requestsPerSecond?: number; readonly requestsPerDay?: number }
}

/** One value a person of the rows of a related table: `{ last: loyalty.tier, by: loyalty.joined }`. */
export type FieldAggregate = (
  | { readonly first: ColumnRef; readonly by: ColumnRef }
  | { readonly last: ColumnRef; readonly by: ColumnRef }
  | { readonly min: ColumnRef }
  | { readonly max: ColumnRef }
  | { readonly sum: ColumnRef }
  | { readonly count: string }
) & { readonly where?: RuleNode; readonly path?: readonly string[] }

/** Where a Constant Contact field's value comes from. */
export type FieldMapping = ColumnRef | FieldAggregate

export type ExportDefinition = {
  readonly displayName?: string
  /** Left out where it was detached: the export is kept, and does not run until it has one again. */
  readonly connection?: string
  /** The list's id, the URL copied from the browser, or its exact name. */
  readonly list: string
  readonly segments: readonly string[]
  /** By Constant Contact's field name (`first_name`, `cf:loyalty_tier`). `email` is the profile's unless named here. */
  readonly fields: Readonly<Record<string, FieldMapping>>
  readonly suppress?: ColumnList
  /**
   * What becomes of people whom this export put on the list and who left its segments: they stay (default), or are taken off
   * the list. Withdrawn consent and suppression take off whatever this says.
   */
  readonly leavers?: 'keep' | 'remove'
  /** A column that says yes for those who may be sent to: true, yes, ja, 1. Without it nobody is asked. */
  readonly consent?: ColumnRef
  readonly guards?: GuardSettings
  /** When it runs by itself: with every system refresh (default), never, or at times of its own. */
  readonly schedule?: ExportSchedule
}

/** From where on a run waits for a person before anything is sent. What is left out has its default. */
export type GuardSettings = {
  /** More than this share (0 to 1) of those whom the export put on the list would be taken off, and more people than `removalPeople`. */
  readonly removalShare?: number
  readonly removalPeople?: number
  /** A segment that had members at the last run has none. */
  readonly emptySegment?: boolean
  /** A segment lost at least this share (0 to 1) of its members since the last run. */
  readonly shrunkShare?: number
  /** The account would hold more contacts than the connection's `contractLimit`. */
  readonly contract?: boolean
  /** More people than this are new to the account. */
  readonly newContacts?: number
}

/** Everything a configuration file declares, by name. */
export type Definitions = {
  readonly environment: EnvironmentDefinition
  readonly sources: Readonly<Record<string, SourceDefinition>>
  readonly profiles: ProfilesDefinition
  readonly relationships: Readonly<Record<string, RelationshipDefinition>>
  readonly segments: Readonly<Record<string, SegmentDefinition>>
  readonly connections: Readonly<Record<string, ConnectionDefinition>>
  readonly exports: Readonly<Record<string, ExportDefinition>>
}
