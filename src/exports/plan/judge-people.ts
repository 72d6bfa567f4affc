import type { EngineSession, Sql } from '../../engine/engine.ts'
import { foldSql, trimSql } from '../../engine/fold.ts'
import { quoteName, quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { standingDepartures } from '../list/ended-departures.ts'
import { consents } from './consents.ts'
import type { FieldValue, PlanInput, PlannedField } from './plan-input.ts'
import { wellFormedEmail } from './well-formed-email.ts'

/** An e-mail that Constant Contact refused is left alone for this long, then tried once more (constant-contact.md, 11). */
const refusalRestHours = 48

/**
 * Judges every member of the segments: fills the session's temporary table `judged` with one row a member:
 * `profile_key, email, standing, reason, notes, content, mask, v0 … vn`. Standing is `new`, `changed`, `unchanged`,
 * `held_back` or `rejected`; `mask` has bit i set where field i has a value; `notes` names the fields that were cut.
 */
export async function judgePeople(session: EngineSession, input: PlanInput, signal?: AbortSignal): Promise<void> {
  const options = signal ? { signal } : {}
  await session.run(`create or replace temp table member as ${membersQuery(input)}`, [], options)
  await joinQueries(session, input, options)
  await session.run(`create or replace temp table people as ${peopleQuery(input)}`, [], options)
  await session.run(`create or replace temp table second_best as ${secondBestQuery}`, [], options)
  await holdBackTables(session, input, options)
  await session.run(`create or replace temp table judged as ${judgedQuery(input)}`, [], options)
  await session.run('drop table people; drop table second_best; drop table member')
}

/**
 * Leaves only those in `judged` whom a retry is about. Everybody is judged first: who is the second of one address, and who
 * leaves the list, does not depend on whom a retry is about.
 */
export async function onlyRetried(session: EngineSession, { text, params }: Sql): Promise<void> {
  await session.run(`create temp table retried as ${text}`, params)
  await session.run('delete from judged where profile_key not in (select profile_key from retried); drop table retried')
}

/** Everybody in one of the segments, once. */
function membersQuery({ segments }: PlanInput): string {
  const all = segments.map(({ files }) => `select profile_key from ${readSnapshot(files)}`)
  if (all.length === 0) return 'select null::varchar as profile_key where false'
  // A segment's own members are distinct; only a union of several needs to be made so.
  return all.length === 1 ? (all[0] ?? '') : `select distinct profile_key from (${all.join(' union all ')})`
}

type Options = { signal?: AbortSignal }

/** Values that need a query of their own become small tables, since a query with parameters cannot be pasted into another. */
async function joinQueries(session: EngineSession, input: PlanInput, options: Options): Promise<void> {
  for (const [table, value] of queriedValues(input)) {
    await session.run(`create or replace temp table ${table} as ${value.text}`, value.params, options)
  }
}

function queriedValues(input: PlanInput) {
  const values: [string, FieldValue][] = [
    ['q_email', input.email],
    ...(input.consent ? [['q_consent', input.consent] as [string, FieldValue]] : []),
    ...input.fields.map(queriedField),
  ]
  return values.flatMap(([table, value]) => (value.kind === 'query' ? [[table, value.query] as const] : []))
}

function queriedField(field: PlannedField, at: number): [string, FieldValue] {
  return [`q_${at}`, field.value]
}

/** The members with their e-mail and the values to send, cleaned and cut, and what is wrong with their e-mail. */
function peopleQuery(input: PlanInput): string {
  const raw = (value: FieldValue, table: string) => (value.kind === 'profile' ? `(${value.sql})` : `${table}.value`)
  const values = input.fields.map((field, at) => `${cleanSql(raw(field.value, `q_${at}`))} as w${at}`)
  const cut = input.fields.map((field, at) => `left(w${at}, ${field.maxLength}) as v${at}`)
  const notes = input.fields.map(
    (field, at) =>
      `case when length(w${at}) > ${field.maxLength} then ${quoteText(`${field.name} cut to ${field.maxLength} characters`)} end`,
  )
  const joins = queriedValues(input).map(([table]) => `left join ${table} on ${table}.profile_key = m.profile_key`)
  const updated = input.updatedAt ? `p.${quoteName(input.updatedAt)}` : 'null'
  const key = `p.${quoteName(input.profile.key)}`
  return `
    select *, ${input.fields.length > 0 ? `nullif(concat_ws('; ', ${notes.join(', ')}), '')` : 'null::varchar'} as notes
      ${cut.map((column) => `, ${column}`).join('')}
    from (
      select
        m.profile_key,
        ${updated} as updated,
        ${key} is null as gone,
        nullif(${foldSql(raw(input.email, 'q_email'))}, '') as email,
        ${input.consent ? consents(raw(input.consent, 'q_consent')) : 'true'} as consenting
        ${values.map((column) => `, ${column}`).join('')}
      from member m
      left join ${readSnapshot(input.profile.files)} p on ${key} = m.profile_key
      ${joins.join('\n')}
    )
    ${input.only ? `where list_contains([${input.only.map(quoteText).join(', ')}], email)` : ''}`
}

/**
 * A value as one cell of one line: control characters (line breaks first of all, by which Constant Contact counts lines)
 * become spaces, white space at the ends goes, and nothing left means no value.
 */
function cleanSql(sql: string): string {
  const text = `(${sql})::varchar`
  const oneLine = `case when regexp_matches(${text}, '[\\x00-\\x1f\\x7f\\x{85}\\x{2028}\\x{2029}]') then regexp_replace(${text}, '[\\x00-\\x1f\\x7f\\x{85}\\x{2028}\\x{2029}]+', ' ', 'g') else ${text} end`
  return `nullif(${trimSql(oneLine)}, '')`
}

/** Of several profiles with one good e-mail the most recently updated wins, on a tie the greater key (product decision Q6). */
const secondBestQuery = `
  select profile_key from (
    select profile_key, row_number() over (partition by email order by updated desc nulls last, profile_key desc) as place
    from people
    where email in (select email from people where email is not null group by email having count(*) > 1)
  ) where place > 1`

async function holdBackTables(session: EngineSession, input: PlanInput, options: Options): Promise<void> {
  await session.run('create or replace temp table suppressed (email varchar)')
  for (const query of input.suppressed) {
    await session.run(
      `insert into suppressed select distinct ${foldSql('email')} from (${query.text}) where email is not null`,
      query.params,
      options,
    )
  }
  const view = (name: string, file: string | undefined, select: string, empty: string) =>
    session.run(
      `create or replace temp view ${name} as ${file ? select.replace('$file', readSnapshot([file])) : `select ${empty} where false`}`,
      [],
      options,
    )
  await session.run(`create or replace temp table departed as ${departedQuery(input)}`, [], options)
  const resting = `tries > 1 or refused_at > ${quoteText(input.now.toISOString())}::timestamptz - interval ${refusalRestHours} hour`
  await view(
    'refused',
    input.refusals,
    `select email, content, (${resting}) as resting from $file`,
    'null::varchar as email, null::ubigint as content, null::boolean as resting',
  )
  await view(
    'own_claim',
    input.claims,
    `select email, content from $file ${input.listDepartures ? `where email not in (select email from ${readSnapshot([input.listDepartures])} where kind = 'lapsed')` : ''}`,
    'null::varchar as email, null::ubigint as content',
  )
}

/**
 * Who may not be sent because of how they departed: from the account, or from this list. Of several ways one is told.
 */
function departedQuery({ departures, listDepartures, ended = [] }: PlanInput): string {
  const ways = [
    ...(departures ? [`select email, kind from (${standingDepartures(departures, ended)})`] : []),
    ...(listDepartures ? [`select email, kind from ${readSnapshot([listDepartures])} where kind <> 'lapsed'`] : []),
  ]
  if (ways.length === 0) return 'select null::varchar as email, null::varchar as kind where false'
  return `select email, min_by(kind, coalesce(list_position(${inOrderOfWeight}, kind), 9)) as kind
    from (${ways.join(' union all ')}) where email is not null group by email`
}

const inOrderOfWeight = "['deleted', 'unsubscribed', 'left_list']"

/** The verdicts, the first that applies: what is wrong with the e-mail, who may not be mailed, what has changed. */
function judgedQuery(input: PlanInput): string {
  const values = input.fields.map((_, at) => `v${at}`)
  const content = `md5_number_lower(concat_ws(chr(31), ${[quoteText(input.fingerprint), ...values.map((v) => `coalesce(${v}, '')`)].join(', ')}))`
  const mask =
    values.map((v, at) => `(case when ${v} is null then 0::bigint else ${2 ** at}::bigint end)`).join(' + ') ||
    '0::bigint'
  return `
    select
      profile_key, person.email, notes, person.content, mask, ${values.map((v) => `${v}, `).join('')}
      case
        when rejection is not null then 'rejected'
        when held is not null then 'held_back'
        when own_claim.email is null then 'new'
        when own_claim.content = person.content then 'unchanged'
        else 'changed'
      end as standing,
      coalesce(rejection, held) as reason
    from (
      select
        people.profile_key, people.email, people.notes, ${values.map((v) => `people.${v}, `).join('')}
        ${content} as content,
        ${mask} as mask,
        case
          when gone then 'profile_missing'
          when people.email is null then 'email_missing'
          when not ${wellFormedEmail('people.email')} then 'email_malformed'
          when length(people.email) > ${input.limits.emailLength} then 'email_too_long'
          when second_best.profile_key is not null then 'duplicate_email'
        end as rejection,
        case
          when suppressed.email is not null then 'suppressed'
          when not consenting then 'no_consent'
          when departed.kind is not null then departed.kind
          when refused.resting and refused.content = ${content}${input.retried ? ' and false' : ''} then 'rejected_before'
        end as held
      from people
      left join second_best using (profile_key)
      left join suppressed on suppressed.email = people.email
      left join departed on departed.email = people.email
      left join refused on refused.email = people.email
    ) person
    left join own_claim on own_claim.email = person.email`
}
