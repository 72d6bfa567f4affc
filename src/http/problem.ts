import { z } from 'zod'

/** What every error answers (RFC 9457, application/problem+json). */
export const problemSchema = z
  .object({
    type: z.string().describe('urn:postbud:problem:CODE'),
    title: z.string().describe('The meaning of the HTTP status'),
    status: z.int(),
    code: z.string().describe('What programs branch on'),
    detail: z.string().describe('What happened, to which thing, and what to do'),
    issues: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .exactOptional()
      .describe('Where in what was sent, one by one'),
    requestId: z.string().describe('By which the request is found in the log'),
  })
  .describe('What went wrong')

export type Problem = z.infer<typeof problemSchema>
export type Issue = NonNullable<Problem['issues']>[number]

/**
 * The one table from the code of an error of ours to an HTTP status; what is missing goes by its recovery. 409 is a state of
 * things that the same request would meet again, 422 a request that makes no sense, 503 what may heal by itself.
 */
export const statusOfCode: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  sign_in_failed: 401,
  reauthentication_needed: 401,
  forbidden: 403,
  cross_site: 403,
  local_sign_in_off: 403,
  not_found: 404,
  erasure_under_way: 409,
  link_unusable: 410,
  definition_in_use: 409,
  sample_not_offered: 409,
  definitions_moved: 409,
  changed_meanwhile: 412,
  precondition_needed: 428,
  too_many_requests: 429,
  too_many_streams: 429,
  idempotency_key_reused: 422,
  request_under_way: 409,
  name_taken: 409,
  upload_too_large: 413,
  upload_refused: 422,
  source_file_missing: 422,
  sign_in_busy: 429,
  usage: 422,
  invalid_request: 422,
  definition_invalid: 422,
  password_refused: 422,
  definitions_invalid: 422,
  project_invalid: 422,
  segment_invalid: 422,
  nothing_to_unify: 409,
  profiles_not_unified: 409,
  unification_row: 422,
  unification_columns: 422,
  unification_lists: 422,
  unification_contradiction: 422,
  table_unread: 409,
  unification_unread: 409,
  variable_unset: 422,
  variable_invalid: 422,
  address_refused: 422,
  config_invalid: 500,
  sums_disagree: 500,
}

/** What the statuses mean that errors are answered with, for `title`; the English is HTTP's own. */
export const danishTitles: Readonly<Record<number, string>> = {
  400: 'Ugyldig forespørgsel',
  401: 'Ikke logget på',
  403: 'Ingen adgang',
  404: 'Findes ikke',
  405: 'Ikke muligt her',
  408: 'Forespørgslen tog for lang tid',
  409: 'I modstrid med tingenes tilstand',
  410: 'Findes ikke længere',
  412: 'Ændret i mellemtiden',
  413: 'For stort',
  414: 'Adressen er for lang',
  415: 'Ukendt filtype',
  422: 'Kan ikke bruges',
  428: 'Version mangler',
  429: 'For mange forespørgsler',
  431: 'For store felter i hovedet',
  500: 'Fejl på serveren',
  502: 'Ubrugeligt svar fra en anden server',
  503: 'Ikke muligt lige nu',
  504: 'En anden server svarede ikke i tide',
}
