import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../../src/engine/engine.ts'
import { quoteText } from '../../src/engine/quote-name.ts'
import { firstNames, lastNames, nicknames, streets, towns } from './names.ts'

/** How often what goes wrong in the rows of a source; shares of one. */
export type Dirt = {
  readonly typo: number
  readonly swapped: number
  readonly noFirstName: number
  readonly noLastName: number
  readonly nickname: number
  readonly plainLetters: number
  readonly noEmail: number
  readonly emailTypo: number
  readonly otherEmail: number
  readonly noPhone: number
  readonly otherPhone: number
  readonly moved: number
  readonly streetTypo: number
  readonly noBirth: number
  /** Day and month in each other's place, or another year by one. */
  readonly birthTypo: number
  /** Rows beside the first that the same person has in this source. */
  readonly again: number
}

export type SourcePlan = {
  readonly name: string
  /** Of all people, who is in it. */
  readonly share: number
  readonly dirt: Dirt
}

/** A web shop whose customers type themselves, a loyalty club, and forms on paper at the till that somebody else types. */
export const plans: readonly SourcePlan[] = [
  {
    name: 'shop',
    share: 0.7,
    dirt: {
      ...{ typo: 0.02, swapped: 0.005, noFirstName: 0.005, noLastName: 0.005, nickname: 0.03, plainLetters: 0.05 },
      ...{ noEmail: 0.01, emailTypo: 0.005, otherEmail: 0.04, noPhone: 0.3, otherPhone: 0.04, moved: 0.06 },
      ...{ streetTypo: 0, noBirth: 0.6, birthTypo: 0, again: 0.06 },
    },
  },
  {
    name: 'club',
    share: 0.5,
    dirt: {
      ...{ typo: 0.04, swapped: 0.01, noFirstName: 0.01, noLastName: 0.005, nickname: 0.05, plainLetters: 0.08 },
      ...{ noEmail: 0.15, emailTypo: 0.015, otherEmail: 0.05, noPhone: 0.1, otherPhone: 0.05, moved: 0.08 },
      ...{ streetTypo: 0, noBirth: 0.1, birthTypo: 0, again: 0.03 },
    },
  },
  {
    name: 'till',
    share: 0.35,
    dirt: {
      ...{ typo: 0.07, swapped: 0.02, noFirstName: 0.01, noLastName: 0.01, nickname: 0.05, plainLetters: 0.1 },
      ...{ noEmail: 0.4, emailTypo: 0.03, otherEmail: 0.05, noPhone: 0.1, otherPhone: 0.04, moved: 0.05 },
      ...{ streetTypo: 0, noBirth: 0.3, birthTypo: 0, again: 0.04 },
    },
  },
]

const alsoMistyped: Readonly<Record<string, Pick<Dirt, 'streetTypo' | 'birthTypo'>>> = {
  shop: { streetTypo: 0.01, birthTypo: 0.002 },
  club: { streetTypo: 0.02, birthTypo: 0.005 },
  till: { streetTypo: 0.04, birthTypo: 0.01 },
}

/** The same, whose streets and birth dates are mistyped, too. */
export const roughPlans: readonly SourcePlan[] = plans.map((plan) => ({
  ...plan,
  dirt: { ...plan.dirt, ...alsoMistyped[plan.name] },
}))

/**
 * Makes people and the rows that sources have of them, as SOURCE.parquet in a folder, each with `truth`: whose row it is. People live in
 * households (singles, couples, families of four, some with twins), share family names, addresses, sometimes an e-mail or a
 * telephone; half have Danish names and half American ones. Every value comes from a hash, so it is the same at every call.
 */
export async function makePeople(
  engine: Engine,
  {
    folder,
    people,
    sources = plans,
    seed = '',
  }: { folder: string; people: number; sources?: readonly SourcePlan[]; seed?: string },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await using session = await engine.session()
  await session.run(`create temp table people as ${peopleQuery(people, seed)}`)
  await session.run(
    `create temp table nicknames as select * from (values ${Object.entries(nicknames)
      .map(([name, short]) => `(${quoteText(name)}, ${quoteText(short)})`)
      .join(', ')}) n(name, short)`,
  )
  for (const source of sources) {
    const path = join(folder, `${source.name}.parquet`)
    await session.run(`copy (${rowsQuery(source, seed)}) to ${quoteText(path)} (format parquet, compression zstd)`)
  }
}

/**
 * A number below `limit`, by chance. Hashed twice: a hash of two values has the last bits of the first one's, changed in the same places for all,
 * so that who lives in one town would mostly live in one street, too, and bear one name (seen in DuckDB 1.5.5).
 */
const below = (seed: string, what: string, of: string, limit: number | string) =>
  `(hash(hash(${of}, ${quoteText(`${seed}/${what}`)})) % ${limit})::bigint`
const nth = (values: readonly string[], index: string) => `[${values.map(quoteText).join(', ')}][${index} + 1]`

/** A date as it is mistyped: day and month in each other's place where that is a date, too, and a year off where it is not, or is the same. */
const slipped = (date: string) =>
  `if(day(${date}) <= 12 and day(${date}) <> month(${date}), make_date(year(${date}), day(${date}), month(${date})), (${date} + interval 1 year)::date)`

function peopleQuery(people: number, seed: string): string {
  const pick = (what: string, of: string, limit: number | string) => below(seed, what, of, limit)
  type Lists = { readonly danish: readonly string[]; readonly english: readonly string[] }
  const inLanguage = (lists: Lists, index: (length: number) => string) =>
    `if(danish, ${nth(lists.danish, index(lists.danish.length))}, ${nth(lists.english, index(lists.english.length))})`
  // Nobody calls two who live together by one name: those of a home stand apart in the list.
  const first = (length: number) => `((${pick('first', 'home', length)} + (i - home) * 37) % ${length})`
  return `
    with placed as (
      select i, i // 4 as block, i % 4 as place, ${pick('kind', 'i // 4', 10)} as kind from range(${people}) r(i)
    ), housed as (
      select i, kind >= 7 as family, kind = 9 and place = 3 as twin,
        case when kind < 4 then i when kind < 7 then i - i % 2 else i - i % 4 end as home
      from placed
    ), spoken as (
      select *, ${pick('language', 'home', 2)} = 0 as danish,
        -- Of a couple three in ten keep their own family name.
        if(family or ${pick('married', 'home', 10)} < 7, home, i) as named
      from housed
    )
    select i as truth, danish, home,
      ${inLanguage(firstNames, first)} as first,
      ${inLanguage(lastNames, (length) => pick('last', 'named', length))} as last,
      date '1940-01-01' + ${pick('born', 'if(twin, i - 1, i)', 24_800)}::integer as born,
      ${inLanguage(streets, (length) => pick('street', 'home', length))} as street,
      1 + ${pick('number', 'home', 180)} as number,
      ${pick('town', 'home', 16)} as town,
      family and ${pick('family mail', 'home', 10)} = 0 as shares_mail,
      if(shares_mail, home, i) as mailbox,
      if(family and ${pick('family phone', 'home', 12)} = 0, home, i) as telephone
    from spoken`
}

function rowsQuery({ name, share, dirt }: SourcePlan, seed: string): string {
  const own = `${seed}/${name}`
  const happens = (what: string, chance: number) =>
    `${below(own, what, 'r', 1_000_000)} < ${Math.round(chance * 1_000_000)}`
  const letter = (what: string) => `chr((97 + ${below(own, `${what} letter`, 'r', 26)})::integer)`
  /** One slip of the finger: a letter too many, too few, another, or two turned round. */
  const typo = (what: string, text: string, chance: number) => {
    const at = `(1 + ${below(own, `${what} at`, 'r', `greatest(1, length(${text}))`)})`
    return `case when ${happens(`${what} typo`, chance)} and length(${text}) > 2 then
      case ${below(own, `${what} kind`, 'r', 4)}
        when 0 then substr(${text}, 1, ${at} - 1) || substr(${text}, ${at} + 1)
        when 1 then substr(${text}, 1, ${at} - 1) || ${letter(what)} || substr(${text}, ${at} + 1)
        when 2 then substr(${text}, 1, ${at}) || ${letter(what)} || substr(${text}, ${at} + 1)
        else substr(${text}, 1, ${at} - 1) || substr(${text}, ${at} + 1, 1) || substr(${text}, ${at}, 1) || substr(${text}, ${at} + 2)
      end else ${text} end`
  }
  const town = (list: readonly string[]) => nth(list, 'p.town')
  const other = (what: string, key: string, chance: number) =>
    `if(${happens(what, chance)}, (1099511627776 + hash(r, ${quoteText(`${own}/${what} of`)}) % 1099511627776)::bigint, ${key})`
  const plain = (text: string) =>
    `if(${happens('plain letters', dirt.plainLetters)}, replace(replace(replace(${text}, 'ø', 'oe'), 'å', 'aa'), 'æ', 'ae'), ${text})`
  return `
    with numbered as (
      select p.*, copy, p.truth * 4 + copy as r from people p, range(2) c(copy)
      where ${below(own, 'in it', 'p.truth', 1_000_000)} < ${Math.round(share * 1_000_000)}
        and (copy = 0 or ${below(own, 'again', 'p.truth', 1_000_000)} < ${Math.round(dirt.again * 1_000_000)})
    ), called as (
      select p.*,
        if(${happens('nickname', dirt.nickname)}, coalesce(n.short, p.first), p.first) as called,
        ${other('other mail', 'p.mailbox', dirt.otherEmail)} as box,
        ${other('other phone', 'p.telephone', dirt.otherPhone)} as line,
        ${happens('moved', dirt.moved)} as moved
      from numbered p left join nicknames n on n.name = p.first
    ), written as (
      select p.*, ${typo('first', plain('called'), dirt.typo)} as given, ${typo('last', plain('last'), dirt.typo)} as family,
        if(shares_mail and box = mailbox, 'familien', lower(strip_accents(replace(replace(first, 'ø', 'o'), 'æ', 'ae')))) || '.' || box || '@' || ['gmail.example', 'mail.example', 'post.example'][box % 3 + 1] as mail,
        if(moved, ${nth([...streets.danish], below(own, 'new street', 'r', streets.danish.length))}, p.street) as road,
        lpad((20000000 + hash(line, 'number') % 79999999)::varchar, 8, '0') as digits
      from called p
    )
    select ${quoteText(name[0]?.toUpperCase() ?? 'R')} || r as id, truth,
      nullif(if(${happens('no first', dirt.noFirstName)}, '', if(${happens('swapped', dirt.swapped)}, family, given)), '') as first,
      nullif(if(${happens('no last', dirt.noLastName)} and not ${happens('no first', dirt.noFirstName)}, '', if(${happens('swapped', dirt.swapped)}, given, family)), '') as last,
      if(${happens('no mail', dirt.noEmail)}, null, ${typo('mail', 'mail', dirt.emailTypo)}) as email,
      if(${happens('no phone', dirt.noPhone)}, null,
        case ${below(own, 'phone style', 'r', 3)}
          when 0 then if(danish, '+45 ', '+1 ') || digits
          when 1 then if(danish, '0045', '001') || digits
          else if(danish, '+45 ', '+1 ') || substr(digits, 1, 4) || ' ' || substr(digits, 5) end) as phone,
      ${typo('street', 'road', dirt.streetTypo)} || ' ' ||
        if(moved, 1 + ${below(own, 'new number', 'r', 180)}, p.number) as street,
      (if(danish, 1000, 10000) + if(moved, ${below(own, 'new town', 'r', 16)}, p.town) * 500)::varchar as postal_code,
      if(danish, ${town(towns.danish)}, ${town(towns.english)}) as city,
      if(${happens('no birth', dirt.noBirth)}, null, if(${happens('birth typo', dirt.birthTypo)}, ${slipped('p.born')}, p.born)) as born
    from written p`
}
