import type { ValueType } from '../contract/column.ts'
import { imageNames } from '../contract/profile-image.ts'

/** What is known of a column before anybody has said what it is. */
export type SeenColumn = {
  readonly name: string
  readonly type: ValueType
  readonly rows: number
  readonly filled: number
  /** Different values, an estimate but for keys. */
  readonly distinct: number
  /** Values that look like an e-mail address. */
  readonly emails: number
  /** Values that look like the address of a picture or a page (https). */
  readonly links: number
}

/** Columns as `postbud init` proposes to use them; what nothing points to is left out. */
export type ProposedMapping = {
  readonly key?: string
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly updatedAt?: string
  readonly profileImage?: string
}

// Names in English and Danish, written together and without accents of writing: "E-mail adresse" is "emailadresse".
const emailNames =
  /^(e?mail|epost)(adresse?|address|1)?$|^(primary|kontakt|contact|kunde|customer)e?mail(adresse?|address)?$/
const firstNames = /^(first|given|for|fore)na(me|vn)e?$|^(fname|contactfirstname|kundefornavn)$/
const lastNames = /^(last|family|efter|sur)na(me|vn)e?$|^(lname|contactlastname|kundeefternavn)$/
const updatedNames =
  /^(last)?(updated|modified|changed|edited)(at|on|date|time)?$|^(updatedate|modificationdate|opdateret|aendret|ændret|rettet|sidst(opdateret|ændret|rettet)|senest(opdateret|ændret|rettet))(den|dato)?$/
const createdNames =
  /^(created|registered|joined|signedup|signup|added)(at|on|date|time)?$|^(creationdate|oprettet|oprettelses|tilmeldt|tilmeldings|indmeldt)(den|dato)?$/
const keyNames =
  /^(id|key|guid|uuid|nr|nummer|number)$|(customer|contact|client|member|person|profile|user|account|record|kunde|kontakt|medlems?|person|bruger)(_?)(id|key|no|nr|nummer|number|guid)$/

/** Share of rows that must have a value of their own in what is called a key; the rest would be corrupt rows. */
const keyShare = 0.95

/**
 * Which columns of a table are the key, the e-mail, the names, the time of change and the picture, by what they are called and what they
 * hold. Names alone are believed for names of people; an e-mail column must hold e-mails, a date column dates, a key unique values,
 * one of pictures addresses that they are fetched from.
 */
export function proposeMapping(columns: readonly SeenColumn[]): ProposedMapping {
  const named = (pattern: RegExp, fits: (column: SeenColumn) => boolean) =>
    columns.find((column) => pattern.test(plain(column.name)) && fits(column))
  const holdsEmails = (column: SeenColumn) => column.emails > 0 && column.emails >= column.filled * 0.5
  const isDate = (column: SeenColumn) => column.type === 'date'
  const isText = (column: SeenColumn) => column.type === 'string'
  const isUnique = (column: SeenColumn) => column.rows > 0 && column.distinct === column.rows
  const nearlyUnique = (column: SeenColumn) => column.rows > 0 && column.distinct >= column.rows * keyShare

  const email = named(emailNames, holdsEmails) ?? most(columns.filter(holdsEmails))
  const notEmail = (fits: (column: SeenColumn) => boolean) => (column: SeenColumn) => column !== email && fits(column)
  const key =
    named(keyNames, notEmail(nearlyUnique)) ??
    columns.find((column) => isUnique(column) && column !== email && column.type !== 'date') ??
    columns.find(isUnique)
  const firstName = named(firstNames, isText)
  const lastName = named(lastNames, isText)
  const updatedAt = named(updatedNames, isDate) ?? named(createdNames, isDate)
  const profileImage = named(imageNames, ({ links, filled }) => links > 0 && links >= filled * 0.5)
  return {
    ...(key && { key: key.name }),
    ...(email && { email: email.name }),
    ...(firstName && { firstName: firstName.name }),
    ...(lastName && { lastName: lastName.name }),
    ...(updatedAt && { updatedAt: updatedAt.name }),
    ...(profileImage && { profileImage: profileImage.name }),
  }
}

function most(columns: readonly SeenColumn[]): SeenColumn | undefined {
  return columns.reduce<SeenColumn | undefined>(
    (best, column) => (best === undefined || column.emails > best.emails ? column : best),
    undefined,
  )
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
