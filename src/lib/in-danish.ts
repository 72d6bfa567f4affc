import { ofAccess } from './danish/of-access.ts'
import { ofConnections } from './danish/of-connections.ts'
import { ofConstantContact } from './danish/of-constant-contact.ts'
import { ofExports } from './danish/of-exports.ts'
import { ofKeys } from './danish/of-keys.ts'
import { ofOthers } from './danish/of-others.ts'
import { ofPrivacy } from './danish/of-privacy.ts'
import { ofProject } from './danish/of-project.ts'
import { ofSegments } from './danish/of-segments.ts'
import { ofServer } from './danish/of-server.ts'
import { ofSources } from './danish/of-sources.ts'
import { ofUnification } from './danish/of-unification.ts'
import { ofWork } from './danish/of-work.ts'
import { words } from './danish/words.ts'
import { type Sentences, type Translate, translation } from './sentences.ts'

/** What Postbud says, by its English template. */
export const ours: Sentences = {
  ...ofAccess,
  ...ofConnections,
  ...ofConstantContact,
  ...ofExports,
  ...ofPrivacy,
  ...ofProject,
  ...ofSegments,
  ...ofServer,
  ...ofSources,
  ...ofUnification,
  ...ofWork,
}

/** The same with the words that stand in their holes, and what other programs say in them. */
export const known: Sentences = { ...ofKeys, ...ofOthers, ...words, ...ours }

export const danishManners = { value: valueInDanish, joints: { ' and ': ' og ', ' or ': ' eller ' } }

/** A sentence of Postbud's in Danish, whenever and wherever it was written down; what is none of its sentences stays as it is. */
export const inDanish: Translate = translation(known, danishManners)

/** Numbers, days and moments as Danes write them. A sentence knows nobody's time zone, so that moments are in UTC, and say so. */
function valueInDanish(text: string): string {
  if (/^\d{1,3}(?:,\d{3})+$/.test(text)) return number.format(Number(text.replaceAll(',', '')))
  if (/^\d+\.\d+ ?%$/.test(text)) return text.replace('.', ',')
  const [, time] = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?$/.exec(text) ?? [text, text]
  if (time === text || Number.isNaN(Date.parse(text))) return text
  return time === undefined ? day.format(new Date(text)) : `${moment.format(new Date(text))} UTC`
}

const number = new Intl.NumberFormat('da-DK')
const day = new Intl.DateTimeFormat('da-DK', { dateStyle: 'long', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('da-DK', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
