import {
  ClipboardTextLtrRegular,
  DatabaseRegular,
  GaugeRegular,
  HomeRegular,
  MergeRegular,
  PeopleRegular,
  PeopleTeamRegular,
  PersonRegular,
  PlugConnectedRegular,
  SendRegular,
  SettingsRegular,
  ShieldPersonRegular,
  TableRegular,
} from '@fluentui/react-icons'
import { linkOptions } from '@tanstack/react-router'
import type { Role } from '../features/session/me.ts'

/** The ways in the menu, in the groups of the source's menu. A place that asks for a role is shown to those who have it. */
export const places = [
  {
    group: null,
    places: [
      { ...linkOptions({ to: '/' }), icon: HomeRegular, words: 'nav.home' },
      { ...linkOptions({ to: '/segments' }), icon: PeopleTeamRegular, words: 'nav.segments' },
    ],
  },
  {
    group: 'nav.data',
    places: [
      { ...linkOptions({ to: '/data/sources' }), icon: DatabaseRegular, words: 'nav.sources' },
      { ...linkOptions({ to: '/data/tables' }), icon: TableRegular, words: 'nav.tables' },
      { ...linkOptions({ to: '/data/unify' }), icon: MergeRegular, words: 'nav.unify' },
      { ...linkOptions({ to: '/data/profiles' }), icon: PersonRegular, words: 'nav.profiles' },
      { ...linkOptions({ to: '/exports' }), also: '/runs', icon: SendRegular, words: 'nav.exports' },
    ],
  },
  {
    group: 'nav.administrator',
    places: [
      {
        ...linkOptions({ to: '/administrator/connections' }),
        icon: PlugConnectedRegular,
        words: 'nav.connections',
        role: 'administrator',
      },
      {
        ...linkOptions({ to: '/administrator/permissions' }),
        icon: PeopleRegular,
        words: 'nav.permissions',
        role: 'administrator',
      },
      { ...linkOptions({ to: '/administrator/system' }), icon: SettingsRegular, words: 'nav.system' },
      {
        ...linkOptions({ to: '/administrator/audit' }),
        icon: ClipboardTextLtrRegular,
        words: 'nav.audit',
        role: 'administrator',
      },
      {
        ...linkOptions({ to: '/administrator/budget' }),
        icon: GaugeRegular,
        words: 'nav.budget',
        role: 'contributor',
      },
      {
        ...linkOptions({ to: '/administrator/privacy' }),
        icon: ShieldPersonRegular,
        words: 'nav.privacy',
        role: 'administrator',
      },
    ],
  },
] as const satisfies readonly Group[]

type Group = {
  /** The words above it; null for none. */
  readonly group: string | null
  readonly places: readonly {
    readonly to: string
    readonly icon: typeof HomeRegular
    readonly words: string
    /** Where the pages begin that belong to it beside those below its own address. */
    readonly also?: string
    readonly role?: Role
  }[]
}
