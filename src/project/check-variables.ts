import type { Definitions } from '../contract/definitions.ts'
import { said } from '../lib/said.ts'
import { hasReference, referencesIn, type Variables } from '../lib/variables.ts'
import type { Mistake } from './shape-issues.ts'

/**
 * What is worth a warning about references and secrets: variables that are not set now (they need to be where the program
 * runs), things that look like a reference and are none, and secrets that stand in the file itself.
 */
export function checkVariables(definitions: Definitions, variables: Variables): Mistake[] {
  return [
    ...textsIn([], definitions).flatMap((each) => checkText(each, variables)),
    ...keysIn([], definitions)
      .filter(({ text }) => hasReference(text))
      .map(({ path }) => ({ path, message: keyMessage })),
    ...typedSecrets(definitions),
  ]
}

const keyMessage = said`a reference to a variable is replaced in values only; in a key it stays as it is written`

type Text = { readonly path: readonly PropertyKey[]; readonly text: string }

function checkText({ path, text }: Text, variables: Variables): Mistake[] {
  const names = [...new Set(referencesIn(text))]
  const unset = names
    .filter((name) => variables[name] === undefined)
    .map((name) => ({
      path,
      message: said`the environment variable ${name} is not set here; it is needed when this is used`,
    }))
  const odd = /(?<!\$)\$\{(?![A-Za-z_][A-Za-z0-9_]*\})[^}]{0,40}\}?/.exec(text)
  if (!odd) return unset
  const message = said`"${odd[0]}" is no reference to a variable and stays as it is written; expected \${NAME}, or $\${ for a plain \${`
  return [...unset, { path, message }]
}

function textsIn(path: readonly PropertyKey[], value: unknown): Text[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) =>
    textsIn([...path, Array.isArray(value) ? Number(key) : key], each),
  )
}

function keysIn(path: readonly PropertyKey[], value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    return [...(Array.isArray(value) ? [] : [{ path: here, text: key }]), ...keysIn(here, each)]
  })
}

function typedSecrets({ environment, sources, connections }: Definitions): Mistake[] {
  const inFile = said`a secret stands in the file itself, which is often shared; put it into an environment variable and write a reference`
  return [
    ...Object.entries(connections).flatMap(([name, { clientSecret }]): Mistake[] =>
      typeof clientSecret === 'string' && referencesIn(clientSecret).length === 0
        ? [{ path: ['connections', name, 'clientSecret'], message: `${inFile}: '\${CONSTANT_CONTACT_CLIENT_SECRET}'` }]
        : [],
    ),
    ...Object.entries(environment.alerts?.webhooks ?? {}).flatMap(([name, { secret }]): Mistake[] =>
      secret !== undefined && referencesIn(secret).length === 0
        ? [{ path: ['environment', 'alerts', 'webhooks', name, 'secret'], message: `${inFile}: '\${ALERTS_SECRET}'` }]
        : [],
    ),
    ...Object.entries(sources).flatMap(([name, source]): Mistake[] =>
      'postgres' in source && hasPassword(source.postgres)
        ? [
            {
              path: ['sources', name, 'postgres'],
              message: `${inFile}: '\${${name.toUpperCase().replaceAll('-', '_')}_DATABASE_URL}'`,
            },
          ]
        : [],
    ),
  ]
}

/** Whether a connection string has a password of its own: `://user:secret@`, `password=secret`, neither a reference. */
export function hasPassword(connectionString: string): boolean {
  const found = /:\/\/[^:/@\s]*:([^@\s]+)@|(?:^|[?&\s])password\s*=\s*([^\s&]+)/i.exec(connectionString)
  const password = found?.[1] ?? found?.[2]
  return password !== undefined && !password.startsWith('${')
}
