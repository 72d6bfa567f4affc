import { expect, test } from 'vitest'
import { mailBox } from '../../test/support/mail-box.ts'
import { openMailer } from './mailer.ts'

const from = 'Postbud <postbud@postbud.example>'

test('a mail arrives as it was written, in any language', async () => {
  const box = await mailBox()
  const mailer = openMailer({ config: { mailFrom: from }, secrets: { smtpUrl: box.url } })
  const text = `Kære Søren\n\nÅbn ${'https://postbud.example/reset#'.padEnd(120, 'x')}\n.\nslut`
  await mailer?.send({
    to: 'soren@postbud.example',
    subject: 'Nyt løsen til Postbud – og en lang linje, som brydes',
    text,
  })
  expect(await box.next()).toMatchObject({
    from: 'postbud@postbud.example',
    to: ['soren@postbud.example'],
    subject: 'Nyt løsen til Postbud – og en lang linje, som brydes',
    text,
  })
})

test('a subject cannot begin another header, and an address names one recipient', async () => {
  const box = await mailBox()
  const mailer = openMailer({ config: { mailFrom: from }, secrets: { smtpUrl: box.url } })
  await mailer?.send({ to: 'a@postbud.example', subject: 'Hello\r\nBcc: b@postbud.example', text: 'x' })
  const mail = await box.next()
  expect(mail).toMatchObject({ to: ['a@postbud.example'], subject: 'Hello Bcc: b@postbud.example' })
  expect(mail.headers).not.toMatch(/^bcc:/im)

  for (const to of ['a@postbud.example,b@postbud.example', 'a@postbud.example\r\nBcc: b@postbud.example']) {
    await mailer?.send({ to, subject: 'x', text: 'x' }).catch(() => undefined)
  }
  expect(box.mails.flatMap((each) => each.to)).not.toContain('b@postbud.example')
})

test('without a mail server nothing is sent, and one that refuses is told of without its password or the recipient', async () => {
  expect(openMailer({ config: { mailFrom: from }, secrets: {} })).toBeUndefined()
  const box = await mailBox()
  box.refuse('no room for a@postbud.example')
  const smtpUrl = box.url.replace('smtp://', 'smtp://user:hunter2@')
  const sent = openMailer({ config: { mailFrom: from }, secrets: { smtpUrl } })?.send({
    to: 'a@postbud.example',
    subject: 'x',
    text: 'x',
  })
  await expect(sent).rejects.toMatchObject({ code: 'mail_failed', recovery: 'later' })
  await expect(sent).rejects.not.toThrow(/hunter2|a@postbud/)
})
