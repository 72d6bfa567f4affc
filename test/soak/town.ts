/** The people whom the sources tell of, as they are between two changes. */
export type Person = {
  readonly id: string
  readonly email: string
  readonly first: string
  readonly last: string
  readonly title: string
  readonly company: string
  readonly level: string
  readonly region: 'north' | 'south'
  readonly tier: 'gold' | 'grey'
  readonly consent: string
  /** Grows with every change: of two profiles with one e-mail the greater counts. */
  readonly updated: number
}

export type Town = {
  readonly people: ReadonlyMap<string, Person>
  readonly suppressed: ReadonlySet<string>
}

export type Change =
  /** Somebody joins, or changes. */
  | { readonly who: string; readonly set: Partial<Omit<Person, 'id'>> }
  | { readonly who: string; readonly gone: true }
  | { readonly suppress: string }
  | { readonly allow: string }

export const nobodyYet: Town = { people: new Map(), suppressed: new Set() }

export function changed(town: Town, changes: readonly Change[]): Town {
  const people = new Map(town.people)
  const suppressed = new Set(town.suppressed)
  for (const change of changes) {
    if ('suppress' in change) suppressed.add(change.suppress)
    else if ('allow' in change) suppressed.delete(change.allow)
    else if ('gone' in change) people.delete(change.who)
    else people.set(change.who, { ...(people.get(change.who) ?? blank(change.who)), ...change.set })
  }
  return { people, suppressed }
}

function blank(id: string): Person {
  return {
    id,
    email: '',
    first: '',
    last: '',
    title: '',
    company: '',
    level: '',
    region: 'south',
    tier: 'grey',
    consent: 'no',
    updated: 100_000,
  }
}

/** The files behind the sources `contacts` and `blocked`. */
export function filesOf({ people, suppressed }: Town): Readonly<Record<string, string>> {
  const rows = [...people.values()].map((one) =>
    [
      one.id,
      one.email,
      one.first,
      one.last,
      one.title,
      one.company,
      one.level,
      one.region,
      one.tier,
      one.consent,
      String(one.updated),
    ].map(cell),
  )
  return {
    'contacts.csv': csv(
      'ContactId,EMail,FirstName,LastName,Title,Company,Level,Region,Tier,Consent,Updated',
      rows.map((row) => row.join(',')),
    ),
    'blocked.csv': csv(
      'BlockId,EMail',
      [...suppressed].map((email, at) => `B-${at},${cell(email)}`),
    ),
  }
}

function csv(header: string, lines: readonly string[]): string {
  return `${[header, ...lines].join('\n')}\n`
}

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
