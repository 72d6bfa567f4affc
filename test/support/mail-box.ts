import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** A mail as it arrived: its envelope, its headers as they stood, its text. */
export type ReceivedMail = {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly headers: string
  readonly text: string
}

export type MailBox = {
  /** The setting that leads mails here. */
  readonly url: string
  readonly mails: readonly ReceivedMail[]
  /** The mail that arrives next, or that has and was not yet asked for. */
  readonly next: () => Promise<ReceivedMail>
  /** From now on every mail is refused with this sentence. */
  readonly refuse: (sentence: string) => void
}

/** A mail server on a port of its own that keeps what it is sent, gone when the test is over. */
export async function mailBox(): Promise<MailBox> {
  const mails: ReceivedMail[] = []
  const waiting: ((mail: ReceivedMail) => void)[] = []
  let [taken, refusal] = [0, '']
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusal !== '') return done(new Error(refusal))
        const mail = read(Buffer.concat(chunks).toString('utf8'), session.envelope)
        mails.push(mail)
        const first = waiting.shift()
        if (first) {
          taken += 1
          first(mail)
        }
        return done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    next: () =>
      new Promise((resolve) => {
        const mail = mails[taken]
        if (!mail) return waiting.push(resolve)
        taken += 1
        return resolve(mail)
      }),
    refuse: (sentence) => {
      refusal = sentence
    },
  }
}

type Envelope = {
  readonly mailFrom: false | { readonly address: string }
  readonly rcptTo: readonly { readonly address: string }[]
}

function read(raw: string, { mailFrom, rcptTo }: Envelope): ReceivedMail {
  const [headers = '', ...body] = raw.split('\r\n\r\n')
  const unfolded = headers.replaceAll(/\r\n[ \t]+/g, ' ')
  const encoded = /^content-transfer-encoding: (\S+)/im.exec(unfolded)?.[1]
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    subject: decodeWords(/^subject: (.*)$/im.exec(unfolded)?.[1] ?? ''),
    headers,
    text: decodeBody(body.join('\r\n\r\n'), encoded).replaceAll('\r\n', '\n').trim(),
  }
}

/** The words of a header that are not plain ASCII (RFC 2047). */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString() : unquote(word.replaceAll('_', ' ')),
    )
}

function decodeBody(body: string, encoding = '7bit'): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  return encoding === 'quoted-printable' ? unquote(body.replaceAll('=\r\n', '')) : body
}

function unquote(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
