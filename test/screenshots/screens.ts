import type { unifying } from '../../console/src/app/words/da/unifying.ts'
import type { da } from '../../console/src/app/words/da.ts'

type KeyOf<Words, K = keyof Words> = K extends keyof Words & string
  ? Words[K] extends string
    ? K
    : `${K}.${KeyOf<Words[K]>}`
  : never

/** The key of a word of the console. */
export type WordKey = KeyOf<typeof da & { readonly unifying: typeof unifying }>

/** A screen to take a picture of. */
export type Screen = {
  readonly name: string
  /** Of which server: the one with the sample (default), or one where several sources have been unified. */
  readonly of?: 'sample' | 'unified'
  /** As the router has it, with `$name` parts, so that a page without a picture is noticed. */
  readonly page: string
  /** What stands for the `$` parts, in their order; `run` is the sample's first run, `person` somebody made of several rows. */
  readonly with?: readonly string[]
  /** What stands behind the `?` of its address. */
  readonly search?: string
  /** What stands behind the `#`; `pair` are two rows of one person. */
  readonly hash?: string
  /** The words on the buttons and tabs that are pressed there, one after the other: of several with one word the first. */
  readonly press?: readonly WordKey[]
  /** Who is not signed in sees it. */
  readonly open?: true
  /** It opens above another page, which is there before it. */
  readonly panel?: true
  /** Taken into docs/pictures, too. */
  readonly docs?: true
}

/** Every page of the console; the command fails for one that is not here. */
export const screens: readonly Screen[] = [
  { name: 'sign-in', page: '/sign-in', open: true },
  { name: 'set-up', page: '/set-up', open: true },
  { name: 'invitation', page: '/invitation', open: true },
  { name: 'reset', page: '/reset', open: true },
  { name: 'home', page: '/', docs: true },
  { name: 'segments', page: '/segments', docs: true },
  { name: 'segment', page: '/segments/$name', with: ['big-spenders'] },
  { name: 'segment-new', page: '/segments/new' },
  { name: 'segment-quick', page: '/segments/quick' },
  { name: 'segment-edit', page: '/segments/$name/edit', with: ['big-spenders'], docs: true },
  { name: 'sources', page: '/data/sources' },
  { name: 'source', page: '/data/sources/$name', with: ['contacts'] },
  { name: 'tables', page: '/data/tables' },
  { name: 'table', page: '/data/tables/$name', with: ['purchases'] },
  { name: 'unify', page: '/data/unify' },
  { name: 'unify-edit', page: '/data/unify/edit' },
  { name: 'unify-why', page: '/data/unify/why' },
  { name: 'profiles', page: '/data/profiles' },
  { name: 'profile', page: '/data/profiles/$id', with: ['C00000007'] },
  { name: 'exports', page: '/exports', docs: true },
  { name: 'export', page: '/exports/$name', with: ['spring-campaign'] },
  { name: 'export-new', page: '/exports/new', panel: true },
  { name: 'export-edit', page: '/exports/$name/edit', with: ['spring-campaign'], panel: true, docs: true },
  { name: 'runs', page: '/runs' },
  { name: 'run', page: '/runs/$id', with: ['run'], docs: true },
  { name: 'connections', page: '/administrator/connections' },
  { name: 'connection', page: '/administrator/connections/$name', with: ['marketing'] },
  { name: 'permissions', page: '/administrator/permissions' },
  { name: 'system', page: '/administrator/system' },
  { name: 'system-status', page: '/administrator/system/status' },
  { name: 'system-schedule', page: '/administrator/system/schedule' },
  { name: 'system-general', page: '/administrator/system/general' },
  { name: 'system-keys', page: '/administrator/system/keys' },
  { name: 'system-about', page: '/administrator/system/about' },
  { name: 'audit', page: '/administrator/audit' },
  { name: 'budget', page: '/administrator/budget' },
  { name: 'privacy', page: '/administrator/privacy' },
  { name: 'me', page: '/me' },
]

/** What opens on the pages: their other tabs, and panels above them. */
export const states: readonly Screen[] = [
  { name: 'segment-rules', page: '/segments/$name', with: ['big-spenders'], search: 'tab=rules' },
  {
    name: 'segment-overlap',
    page: '/segments/$name',
    with: ['big-spenders'],
    search: 'tab=overlap&with=loyal-subscribers',
  },
  { name: 'segment-exports', page: '/segments/$name', with: ['big-spenders'], search: 'tab=exports' },
  { name: 'segment-quick-field', page: '/segments/quick', search: 'field=State' },
  { name: 'sources-add', page: '/data/sources', search: 'add=file', panel: true },
  { name: 'source-refreshes', page: '/data/sources/$name', with: ['contacts'], search: 'tab=refreshes' },
  { name: 'source-edit', page: '/data/sources/$name', with: ['contacts'], search: 'edit=true', panel: true },
  { name: 'tables-relationships', page: '/data/tables', search: 'tab=relationships' },
  { name: 'relationship-add', page: '/data/tables', search: 'tab=relationships&add=true', panel: true },
  { name: 'profiles-set-up', page: '/data/profiles', search: 'setUp=true', panel: true },
  { name: 'export-schedule', page: '/exports/$name', with: ['spring-campaign'], search: 'panel=schedule', panel: true },
  { name: 'export-preview', page: '/exports/$name', with: ['spring-campaign'], press: ['preview.look'] },
  { name: 'export-drift', page: '/exports/$name', with: ['spring-campaign'], press: ['drift.compare'] },
  { name: 'run-undo', page: '/runs/$id', with: ['run'], press: ['run.undo', 'preview.lookAtThat'] },
  { name: 'run-rejected', page: '/runs/$id', with: ['run'], search: 'outcome=rejected' },
  {
    name: 'connection-change',
    page: '/administrator/connections/$name',
    with: ['marketing'],
    search: 'panel=change',
    panel: true,
  },
  {
    name: 'connection-remove',
    page: '/administrator/connections/$name',
    with: ['marketing'],
    search: 'panel=remove',
    panel: true,
  },
  { name: 'permissions-invite', page: '/administrator/permissions', search: 'panel=invite', panel: true },
  { name: 'audit-entry', page: '/administrator/audit', search: 'entry=3', panel: true },
  { name: 'privacy-erase', page: '/administrator/privacy', search: 'panel=erase', panel: true },
  { name: 'privacy-export', page: '/administrator/privacy', search: 'panel=export', panel: true },
  { name: 'privacy-retention', page: '/administrator/privacy', search: 'panel=retention', panel: true },
  { name: 'privacy-suppression', page: '/administrator/privacy', search: 'panel=suppression', panel: true },
  { name: 'unified', of: 'unified', page: '/data/unify' },
  { name: 'unified-why', of: 'unified', page: '/data/unify/why', hash: 'pair' },
  { name: 'unified-profile', of: 'unified', page: '/data/profiles/$id', with: ['person'] },
  { name: 'unified-map', of: 'unified', page: '/data/unify/edit', search: 'step=map' },
  { name: 'unified-text', of: 'unified', page: '/data/unify/edit', search: 'step=map&text=true' },
  { name: 'unified-deduplicate', of: 'unified', page: '/data/unify/edit', search: 'step=deduplicate' },
  {
    name: 'unified-match',
    of: 'unified',
    page: '/data/unify/edit',
    search: 'step=match',
    press: ['unifying.match.writeOwn', 'unifying.rule.preview'],
  },
  { name: 'unified-merge', of: 'unified', page: '/data/unify/edit', search: 'step=merge' },
  {
    name: 'unified-review',
    of: 'unified',
    page: '/data/unify/edit',
    search: 'step=match',
    press: ['unifying.match.writeOwn', 'unifying.steps.review', 'unifying.review.try'],
  },
]
