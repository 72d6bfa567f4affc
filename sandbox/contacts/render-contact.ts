import type { Account } from '../accounts/account.ts'
import { isoSecond } from '../clock.ts'
import { OPT_SOURCES } from './contact-table.ts'

const PLAIN = ['first_name', 'last_name', 'job_title', 'company_name', 'birthday_month', 'birthday_day', 'anniversary']
const PHONES = { phone: 'other', home_phone: 'home', work_phone: 'work', mobile_phone: 'mobile', other_phone: 'other' }
const ADDRESS_KINDS = { '': 'home', home_: 'home', work_: 'work', other_: 'other' }
const ADDRESS_PARTS = ['street', 'city', 'state', 'zip', 'country']

/** A contact as the service answers it; `include` names the parts that are left out unless asked for. */
export function renderContact(account: Account, place: number, include: ReadonlySet<string>): Record<string, unknown> {
  const { table } = account
  const optInSource = OPT_SOURCES[table.optInSource[place] ?? 0]
  const optOutSource = OPT_SOURCES[table.optOutSource[place] ?? 0]
  const optOutAt = table.optOutAt[place] ?? 0
  const createdAt = table.createdAt[place] ?? 0
  const value = (name: string) => table.columns.get(name)?.[place]
  return {
    contact_id: table.idOf(place),
    email_address: {
      address: table.emailOf(place),
      permission_to_send: table.permissionOf(place),
      created_at: isoSecond(createdAt),
      updated_at: isoSecond(table.updatedAt[place] ?? 0),
      ...(optInSource && { opt_in_source: optInSource, opt_in_date: isoSecond(createdAt) }),
      ...(optOutSource && { opt_out_source: optOutSource, opt_out_date: isoSecond(optOutAt), opt_out_reason: '' }),
      confirm_status: 'off',
    },
    ...Object.fromEntries(
      PLAIN.map((name) => [name, number(name, value(name))]).filter(([, text]) => text !== undefined),
    ),
    update_source: 'Account',
    create_source: 'Account',
    created_at: isoSecond(createdAt),
    updated_at: isoSecond(table.updatedAt[place] ?? 0),
    ...(table.isDeleted(place) && { deleted_at: isoSecond(table.deletedAt[place] ?? 0) }),
    ...(include.has('list_memberships') && {
      list_memberships: account.lists
        .values()
        .filter((list) => list.has(place))
        .map((list) => list.id)
        .toArray(),
    }),
    ...(include.has('custom_fields') && {
      custom_fields: account.customFields
        .values()
        .map((field) => ({ custom_field_id: field.id, value: value(`cf:${field.id}`) }))
        .filter((field) => field.value !== undefined)
        .toArray(),
    }),
    ...(include.has('phone_numbers') && {
      phone_numbers: Object.entries(PHONES)
        .map(([name, kind]) => ({ phone_number: value(name), kind }))
        .filter((phone) => phone.phone_number !== undefined),
    }),
    ...(include.has('street_addresses') && { street_addresses: addresses(value) }),
    ...(include.has('taggings') && { taggings: [] }),
    ...(include.has('notes') && { notes: [] }),
  }
}

function addresses(value: (name: string) => string | undefined): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  for (const [prefix, kind] of Object.entries(ADDRESS_KINDS)) {
    const parts = ADDRESS_PARTS.map((part) => [part, value(`${prefix}${part}`)] as const).filter(
      ([, text]) => text !== undefined,
    )
    if (parts.length > 0) found.push({ kind, ...Object.fromEntries(parts) })
  }
  return found
}

function number(name: string, text: string | undefined): string | number | undefined {
  return text !== undefined && name.startsWith('birthday_') ? Number(text) : text
}
