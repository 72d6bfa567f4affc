/**
 * What nobody outside Constant Contact knows for certain, each as a switch. A default is the most hostile reading that
 * is still plausible: a client that works against the defaults does not lean on luck.
 */
export type Unknowns = {
  blankCell: 'erase' | 'keep'
  personCount: 'without-refused-and-not-added' | 'without-refused' | 'all'
  countersBeforeDone: 'absent' | 'zero'
  errorLineCap: number
  lineNumbers: 'physical' | 'record'
  duplicateEmail: 'counted-once' | 'last-wins' | 'row-error'
  longEmail: 'row-error' | 'accept'
  overLongValue: 'row-error' | 'truncate' | 'reject'
  emailSpaces: 'row-error' | 'trim'
  emailCase: 'insensitive' | 'sensitive'
  unknownCustomField: 'ignore' | 'row-error' | 'reject'
  customFieldCase: 'exact' | 'insensitive'
  customFieldLabel: 'refused' | 'accepted'
  relabelChangesName: boolean
  selectValue: 'label' | 'choice-id'
  unknownListId: 'fail-activity' | '400' | '404'
  malformedListId: '400' | '404'
  deletedListById: 'shown' | '404'
  csvBom: 'part-of-header' | 'strip'
  csvHeaderCase: 'exact' | 'insensitive'
  sizeLimitBytes: number
  gatewayBodyBytes: number | null
  jsonFileName: string | null
  accountOptOut: 'added' | 'refused'
  unsubscribeLeavesLists: boolean
  listChangeTouchesUpdatedAt: boolean
  membershipCountLagSeconds: number
  filterBounds: 'exclusive' | 'inclusive'
  vanishedCursor: 'end' | 'continue' | '400'
  contactsCount: 'told' | 'absent'
  pageCap: number
  exportsUnsubscribed: boolean
  activityOrder: 'shuffled' | 'newest-first' | 'oldest-first'
  refusedRequestsCount: boolean
  secondWindow: 'sliding' | 'fixed'
  queueFullKey: string
  missingScopeBody: 'gateway' | 'access_denied'
  missingState: 'refuse' | 'allow'
  secretInBody: 'refuse' | 'allow'
  reuseRevokesGrant: boolean
  rotationGraceSeconds: number
  extraFields: boolean
}

type Declared = { readonly [K in keyof Unknowns]: { default: Unknowns[K]; choices: string; about: string } }

/** Every switch with its default, the values it takes, and the question it answers. The page and the docs show this table. */
export const UNKNOWNS: Declared = {
  blankCell: {
    default: 'erase',
    choices: 'erase, keep',
    about: 'What an empty cell or string in an import does to a value that is there.',
  },
  personCount: {
    default: 'without-refused-and-not-added',
    choices: 'without-refused-and-not-added, without-refused, all',
    about: 'Which rows of a file person_count counts.',
  },
  countersBeforeDone: {
    default: 'absent',
    choices: 'absent, zero',
    about: 'Whether an activity shows its counters before it is done.',
  },
  errorLineCap: { default: 20, choices: 'a number', about: 'How many lines activity_errors holds at most.' },
  lineNumbers: {
    default: 'physical',
    choices: 'physical, record',
    about: 'Whether "Line N" counts line ends or records; they differ when a cell holds a line break.',
  },
  duplicateEmail: {
    default: 'counted-once',
    choices: 'counted-once, last-wins, row-error',
    about:
      'The second row with one e-mail in one file: its values win and no counter tells; they win and it is counted; it is refused.',
  },
  longEmail: {
    default: 'row-error',
    choices: 'row-error, accept',
    about: 'An e-mail of 51 to 80 characters in an import.',
  },
  overLongValue: {
    default: 'row-error',
    choices: 'row-error, truncate, reject',
    about: 'A value longer than its field: the row is refused, the value cut, the whole request refused.',
  },
  emailSpaces: { default: 'row-error', choices: 'row-error, trim', about: 'Spaces around an e-mail in an import.' },
  emailCase: {
    default: 'insensitive',
    choices: 'insensitive, sensitive',
    about: 'How e-mails are matched. Either way the spelling first seen is what is answered.',
  },
  unknownCustomField: {
    default: 'ignore',
    choices: 'ignore, row-error, reject',
    about: 'A cf: column or key whose custom field does not exist.',
  },
  customFieldCase: {
    default: 'exact',
    choices: 'exact, insensitive',
    about: 'Whether the case of a cf: name matters.',
  },
  customFieldLabel: {
    default: 'refused',
    choices: 'refused, accepted',
    about: "Whether cf: takes a field's label as well as its name.",
  },
  relabelChangesName: {
    default: true,
    choices: 'true, false',
    about: "Whether a custom field's name follows when its label is changed.",
  },
  selectValue: {
    default: 'label',
    choices: 'label, choice-id',
    about: 'What a single_select field takes in an import.',
  },
  unknownListId: {
    default: 'fail-activity',
    choices: 'fail-activity, 400, 404',
    about: 'An import or a bulk job for a list that is unknown or deleted.',
  },
  malformedListId: { default: '400', choices: '400, 404', about: 'GET of a list by an id that is no UUID.' },
  deletedListById: {
    default: 'shown',
    choices: 'shown, 404',
    about: 'GET of a deleted list by its id: answered with deleted_at, or not found.',
  },
  csvBom: {
    default: 'part-of-header',
    choices: 'part-of-header, strip',
    about: 'A byte order mark at the start of a CSV file.',
  },
  csvHeaderCase: {
    default: 'exact',
    choices: 'exact, insensitive',
    about: 'Whether the case of the standard headers matters.',
  },
  sizeLimitBytes: {
    default: 4_000_000,
    choices: 'a number',
    about: 'Where an import is cut in silence: 4,000,000 or 4,194,304.',
  },
  gatewayBodyBytes: {
    default: 20_000_000,
    choices: 'a number or null',
    about: 'From which size of a request the gateway answers 413; null is never.',
  },
  jsonFileName: {
    default: 'upload_from_json.csv',
    choices: 'a text or null',
    about: 'What a JSON import reports as source_file_name.',
  },
  accountOptOut: {
    default: 'added',
    choices: 'added, refused',
    about: 'Whether an import puts a contact whom the account itself opted out on the list.',
  },
  unsubscribeLeavesLists: {
    default: false,
    choices: 'true, false',
    about: 'Whether someone who unsubscribes from the account also leaves its lists.',
  },
  listChangeTouchesUpdatedAt: {
    default: false,
    choices: 'true, false',
    about: "Whether joining or leaving a list, outside an import, changes a contact's updated_at.",
  },
  membershipCountLagSeconds: {
    default: 0,
    choices: 'a number',
    about: 'How far membership_count lags behind (0 by default: any other value makes every small trial wait).',
  },
  filterBounds: {
    default: 'exclusive',
    choices: 'exclusive, inclusive',
    about: 'Whether updated_after and its siblings contain their own second.',
  },
  vanishedCursor: {
    default: 'end',
    choices: 'end, continue, 400',
    about: 'Paging on when the row that the cursor names no longer matches.',
  },
  contactsCount: {
    default: 'told',
    choices: 'told, absent',
    about: 'Whether GET /contacts tells contacts_count when it is asked for with include_count.',
  },
  pageCap: {
    default: 500,
    choices: 'a number',
    about: 'How many rows a page of contacts holds at most, whatever limit is asked for.',
  },
  exportsUnsubscribed: {
    default: true,
    choices: 'true, false',
    about: 'Whether a contact export that names no status holds the unsubscribed.',
  },
  activityOrder: {
    default: 'shuffled',
    choices: 'shuffled, newest-first, oldest-first',
    about: 'The order of GET /activities.',
  },
  refusedRequestsCount: {
    default: true,
    choices: 'true, false',
    about: 'Whether a request answered 429 counts against the day.',
  },
  secondWindow: { default: 'sliding', choices: 'sliding, fixed', about: 'How the requests of a second are counted.' },
  queueFullKey: {
    default: 'throttled',
    choices: 'a text',
    about: 'The error_key of the 429 for 1,000 queued activities.',
  },
  missingScopeBody: {
    default: 'gateway',
    choices: 'gateway, access_denied',
    about: 'The body of a 403 for a missing scope or a deactivated application.',
  },
  missingState: { default: 'refuse', choices: 'refuse, allow', about: 'An authorize request without state.' },
  secretInBody: {
    default: 'refuse',
    choices: 'refuse, allow',
    about: 'Client id and secret as form fields instead of the Basic header.',
  },
  reuseRevokesGrant: {
    default: true,
    choices: 'true, false',
    about: 'Whether using a spent refresh token also kills the newest one.',
  },
  rotationGraceSeconds: { default: 0, choices: 'a number', about: 'How long a spent refresh token still works.' },
  extraFields: {
    default: true,
    choices: 'true, false',
    about: 'Whether each object of an answer, errors and tokens included, carries a field nobody has heard of.',
  },
}

/** All switches at their defaults, or as told. */
export function unknownsWith(changes: Partial<Unknowns> = {}): Unknowns {
  const defaults = Object.fromEntries(Object.entries(UNKNOWNS).map(([name, declared]) => [name, declared.default]))
  return { ...(defaults as Unknowns), ...changes }
}
