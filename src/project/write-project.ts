import { stringify } from 'yaml'
import type { Proposal } from './propose-project.ts'

type Given = {
  readonly environment: string
  readonly timeZone: string
  /** Where the JSON Schema lies, as seen from the file. */
  readonly schema: string
}

/** A first configuration file as text, with a line about each part. It validates and applies as it stands. */
export function writeProject(proposal: Proposal, { environment, timeZone, schema }: Given): string {
  const { profiles, sources, relationships } = proposal
  const { key, email, firstName, lastName, updatedAt, profileImage } = profiles.mapping
  const optional = (name: string, column: string | undefined) =>
    column === undefined ? [] : [`  ${name}: ${scalar(column)}`]
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    '# What Postbud reads, whom it picks, and which Constant Contact lists they go on. Check it with "postbud validate",',
    '# make it so with "postbud apply".',
    '',
    '# Dates and times without zone are meant in this zone.',
    'environment:',
    `  name: ${scalar(environment)}`,
    `  timeZone: ${timeZone}`,
    '',
    '# Where rows come from. The key is the column whose values are in every row and unique.',
    'sources:',
    ...sources.flatMap(({ name, file, mapping }) => [
      `  ${name}:`,
      `    file: ${scalar(file)}`,
      `    key: ${scalar(mapping.key)}`,
    ]),
    '',
    '# Who the customers are, and which columns Postbud itself needs to know.',
    'profiles:',
    `  from: ${profiles.name}`,
    `  email: ${scalar(email)}`,
    ...optional('firstName', firstName),
    ...optional('lastName', lastName),
    ...optional('updatedAt', updatedAt),
    ...optional('profileImage', profileImage),
    '',
    ...(relationships.length > 0
      ? [
          '# How the rows of the other sources belong to a customer. Check these: they were found by names and values.',
          'relationships:',
          ...relationships.flatMap(({ name, source, column }) => [
            `  ${name}:`,
            `    from: ${columnOf(source, column)}`,
            `    to: ${key.includes('.') ? columnOf('profile', key) : scalar(`profile.${key}`)}`,
          ]),
          '',
        ]
      : []),
    '# Whom to pick. This one takes everybody with an e-mail address; make your own beside it.',
    'segments:',
    '  everybody:',
    '    displayName: Everybody with an e-mail address',
    '    rules:',
    `      - where: { column: ${columnOf('profile', email)}, isNotNull: true }`,
    '',
    "# Whose Constant Contact account it is: the application's id and secret are read from the environment when they are used.",
    'connections:',
    '  main:',
    '    type: constant-contact',
    "    clientId: '${CONSTANT_CONTACT_CLIENT_ID}'",
    "    clientSecret: '${CONSTANT_CONTACT_CLIENT_SECRET}' # leave it out for an application that uses PKCE",
    '',
    '# Who goes on which list.',
    'exports:',
    '  newsletter:',
    '    connection: main',
    '    list: Newsletter # fill in: the exact name, the id, or the URL of one of your lists ("postbud lists main" shows them)',
    '    segments: [everybody]',
    '    # What is sent along with the e-mail address: a field of Constant Contact and the column its value comes from.',
    ...(firstName === undefined && lastName === undefined
      ? ['    fields: {}']
      : [
          '    fields:',
          ...(firstName === undefined ? [] : [`      first_name: ${columnOf('profile', firstName)}`]),
          ...(lastName === undefined ? [] : [`      last_name: ${columnOf('profile', lastName)}`]),
        ]),
    "      # 'cf:loyalty_tier': Tier # a custom field, which has to exist in the account",
  ]
  return `${lines.join('\n')}\n`
}

/** A text as a YAML scalar; what looks like a reference to a variable is kept as it is. */
function scalar(text: string): string {
  const plain = stringify(text.replaceAll('${', '$${'), { lineWidth: 0 }).trim()
  // The same text may stand inside { … }, where commas and brackets need quotes too.
  return /^[\w./*-]+$/.test(plain) || /^['"]/.test(plain) ? plain : JSON.stringify(text.replaceAll('${', '$${'))
}

/** A column of a table as a reference: bare for the profile's, with its table in brackets where the name has a dot. */
function columnOf(table: string, column: string): string {
  if (column.includes('.')) return `[${table}, ${scalar(column)}]`
  return table === 'profile' ? scalar(column) : scalar(`${table}.${column}`)
}
