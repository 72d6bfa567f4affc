import type { Language } from '../contract/language.ts'
import type { Mail } from '../mail/mailer.ts'
import type { OneTimeLink } from './one-time-links.ts'
import type { UserRow } from './users.ts'

type Recipient = Pick<UserRow, 'email' | 'name' | 'language'>

/** The mail that lets somebody in who was invited. `signInAt` stands in for the link where the OpenID provider lets in. */
export function invitationMail(
  { email, name, language }: Recipient,
  { by, link, signInAt }: { readonly by: string; readonly link?: OneTimeLink; readonly signInAt: string },
): Mail {
  const texts = {
    en: {
      subject: `${by} invites you to Postbud`,
      lines: [
        `Hello ${name},`,
        `${by} invites you to Postbud, which keeps Constant Contact lists in step with your customers.`,
        link
          ? `Choose a password and come in:\n${link.address}`
          : `Sign in there as you sign in everywhere else:\n${signInAt}`,
        ...(link ? [`The link works once, until ${time(link.expiresAt, 'en')}.`] : []),
      ],
    },
    da: {
      subject: `${by} inviterer dig til Postbud`,
      lines: [
        `Hej ${name}`,
        `${by} inviterer dig til Postbud, som holder lister i Constant Contact i takt med jeres kunder.`,
        link
          ? `Vælg en adgangskode, og kom ind:\n${link.address}`
          : `Log på, som du plejer at gøre andre steder:\n${signInAt}`,
        ...(link ? [`Linket virker én gang, indtil ${time(link.expiresAt, 'da')}.`] : []),
      ],
    },
  }
  return mailOf(email, texts[language])
}

export function resetMail({ email, name, language }: Recipient, link: OneTimeLink): Mail {
  const texts = {
    en: {
      subject: 'A new password for Postbud',
      lines: [
        `Hello ${name},`,
        `Somebody, probably you, asked for a new password. Set it here:\n${link.address}`,
        `The link works once, until ${time(link.expiresAt, 'en')}.`,
        'If it was not you, do nothing: your password stays as it is.',
      ],
    },
    da: {
      subject: 'En ny adgangskode til Postbud',
      lines: [
        `Hej ${name}`,
        `Nogen, formentlig dig, har bedt om en ny adgangskode. Vælg den her:\n${link.address}`,
        `Linket virker én gang, indtil ${time(link.expiresAt, 'da')}.`,
        'Var det ikke dig, skal du ikke gøre noget: Din adgangskode er uændret.',
      ],
    },
  }
  return mailOf(email, texts[language])
}

export function passwordChangedMail({ email, name, language }: Recipient): Mail {
  const texts = {
    en: {
      subject: 'Your password for Postbud was changed',
      lines: [
        `Hello ${name},`,
        'Your password was changed, and you were signed out everywhere.',
        'If it was not you, tell an administrator at once.',
      ],
    },
    da: {
      subject: 'Din adgangskode til Postbud er ændret',
      lines: [
        `Hej ${name}`,
        'Din adgangskode er ændret, og du er logget af alle steder.',
        'Var det ikke dig, skal du straks sige det til en administrator.',
      ],
    },
  }
  return mailOf(email, texts[language])
}

function mailOf(to: string, { subject, lines }: { readonly subject: string; readonly lines: readonly string[] }): Mail {
  return { to, subject, text: `${lines.join('\n\n')}\n\nPostbud` }
}

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', da: 'da-DK' }

/** In UTC, and said so: nobody knows here in which time zone a mail is read. */
function time(at: Date, language: Language): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${at.toLocaleString(locales[language], format)} UTC`
}
