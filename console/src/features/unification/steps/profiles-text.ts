import { Document, isMap, isScalar, visit } from 'yaml'
import type { UnifiedProfiles } from '../../../../../src/contract/definitions.ts'
import { unifiedProfilesSchema } from '../../../../../src/contract/definitions-schema.ts'
import { type ReadYaml, readYaml, type TextIssue } from '../../../ui/yaml-text.ts'

export type ReadProfiles = {
  /** Missing while there is something wrong. */
  readonly profiles?: UnifiedProfiles
  readonly issues: readonly TextIssue[]
  readonly lineOf: ReadYaml['lineOf']
}

/** The order in which people write keys, which the database does not keep; others come after these. */
const order = [
  ...[
    'email',
    'firstName',
    'lastName',
    'updatedAt',
    'tables',
    'source',
    'includeAll',
    'deduplicate',
    'rules',
    'winner',
  ],
  ...['name', 'type', 'active', 'from', 'to', 'merge', 'exclude', 'where', 'except', 'field', 'precision', 'normalize'],
  ...['alias', 'bypass', 'when', 'fields', 'match', 'groups', 'customerId', 'clusters', 'always', 'never'],
]

/** Maps with one of these keys are short enough to be read on one line. */
const onOneLine = ['field', 'mostRecent', 'leastRecent', 'importance', 'join', 'column']

/** Profiles as the configuration file has them, conditions on a line each. The same profiles always make the same text. */
export function writeProfiles(profiles: UnifiedProfiles): string {
  const document = new Document(inOrder(profiles), { aliasDuplicateObjects: false })
  visit(document, {
    Pair: (_, pair) => {
      // Columns by table: `from: { shop: mail, club: email }`.
      if (isScalar(pair.key) && pair.key.value === 'from' && isMap(pair.value)) pair.value.flow = true
    },
    Map: (_, map) => {
      if (map.items.some(({ key }) => isScalar(key) && onOneLine.includes(String(key.value)))) map.flow = true
    },
    Seq: (_, list) => {
      if (list.items.every((item) => isScalar(item))) list.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** Reads profiles from text and judges their shape. Whether sources, columns and fields exist only the server knows. */
export function readProfiles(text: string): ReadProfiles {
  const { value, issues, lineOf } = readYaml(text)
  if (issues.length > 0) return { issues, lineOf }
  const { data, error } = unifiedProfilesSchema.safeParse(value)
  if (data) return { profiles: data, issues: [], lineOf }
  return { issues: error.issues.map(({ path, message }) => ({ line: lineOf(path), message })), lineOf }
}

/** The same with its keys in the order in which people write them. */
export function inOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inOrder) as T
  if (typeof value !== 'object' || value === null) return value
  const rank = (key: string) => (order.indexOf(key) + 1 || order.length + 1) - 1
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => rank(a) - rank(b)).map(([key, each]) => [key, inOrder(each)]),
  ) as T
}
