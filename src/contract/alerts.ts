import { z } from 'zod'
import { said } from '../lib/said.ts'
import { thingName } from './column.ts'
import { languages } from './language.ts'

/** A place of others' that alerts are posted to. */
export type AlertWebhook = {
  readonly url: string
  /** What the posts are signed with; without one they are not. */
  readonly secret?: string
  /** The shape of the body: ours (default), or one that Slack and what understands it show. */
  readonly format?: 'json' | 'slack'
}

/** Whom Postbud tells when something needs a person. */
export type AlertSettings = {
  readonly language?: (typeof languages)[number]
  /** Every active administrator (default), nobody, or these addresses. */
  readonly mail?: 'administrators' | 'off' | readonly string[]
  /** By name. */
  readonly webhooks?: Readonly<Record<string, AlertWebhook>>
}

const text = z.string().min(1, said`expected a text that is not empty`)

export const alertsSchema = z
  .strictObject({
    language: z.enum(languages).exactOptional().describe('The language they are written in: en (default) or da'),
    mail: z
      .union([z.enum(['administrators', 'off']), z.array(text).min(1, 'expected at least one address').readonly()])
      .exactOptional()
      .describe('Who gets them by mail: administrators (default), off, or a list of addresses'),
    webhooks: z
      .record(
        thingName,
        z.strictObject({
          url: text.describe('Where they are posted to, normally a reference such as ${ALERTS_URL}'),
          secret: text.exactOptional().describe('What each post is signed with, as a reference: ${ALERTS_SECRET}'),
          format: z.enum(['json', 'slack']).exactOptional().describe('The shape of the body. Default json'),
        }),
      )
      .exactOptional()
      .describe('Where they are posted to, by name'),
  })
  .describe('Who is told when something needs a person')
