import { expect, test } from 'vitest'
import { imageNames, judgeImage } from './profile-image.ts'

test.each([
  ['https://pictures.example/anna.jpg', 'https://pictures.example/anna.jpg', 'pictures.example'],
  [' HTTPS://Pictures.Example:8443/a?b=c#d ', 'https://pictures.example:8443/a?b=c#d', 'pictures.example:8443'],
  ['https://pictures.example:443', 'https://pictures.example/', 'pictures.example'],
  // Told as it is asked for, so that nobody is taken in by letters that look like others.
  [
    'https://fotos-k\u00f8benhavn.example/\u00e6.jpg',
    'https://xn--fotos-kbenhavn-wqb.example/%C3%A6.jpg',
    'xn--fotos-kbenhavn-wqb.example',
  ],
  ['https://[2001:db8::1]/a', 'https://[2001:db8::1]/a', '[2001:db8::1]'],
])('%s is fetched from its host', (value, address, host) => {
  expect(judgeImage(value)).toEqual({ address, host })
})

test.each([
  ['http://pictures.example/anna.jpg', 'not-https'],
  ['data:image/png;base64,iVBORw0KGgo=', 'not-https'],
  ['javascript:alert(1)', 'not-https'],
  ['java\nscript:alert(1)', 'not-https'],
  ['blob:https://pictures.example/1', 'not-https'],
  ['file:///etc/passwd', 'not-https'],
  ['mailto:anna@example.com', 'not-https'],
  ['anna.jpg', 'no-address'],
  ['//pictures.example/anna.jpg', 'no-address'],
  ['/anna.jpg', 'no-address'],
  ['https://', 'no-address'],
  ['https:pictures.example/anna.jpg', 'no-address'],
  ['https:\\\\pictures.example\\anna.jpg', 'no-address'],
  ['https://pictures.example\\@other.example/anna.jpg', 'no-address'],
  ['https://pictures.example/anna holm.jpg', 'no-address'],
  ['ht\ntps://pictures.example/anna.jpg', 'no-address'],
  ['https://pictures.example:99999/anna.jpg', 'no-address'],
  ['https://anna@pictures.example/anna.jpg', 'with-password'],
  ['https://anna:secret@pictures.example/anna.jpg', 'with-password'],
  ['https://pictures.example@other.example/anna.jpg', 'with-password'],
])('%j is no address of a picture', (value, refused) => {
  expect(judgeImage(value)).toEqual({ refused })
})

test('columns of pictures are known by their names in two languages', () => {
  const named = (name: string) => imageNames.test(name)
  const pictures = [
    'image',
    'imageurl',
    'avatar',
    'avatarlink',
    'profilepicture',
    'profileimage',
    'photourl',
    'kundebillede',
    'billedeurl',
    'billedadresse',
    'profilfoto',
    'portr\u00e6t',
    'portraet',
    'picture',
  ]
  expect(pictures.filter((name) => !named(name))).toEqual([])
  expect(
    ['imagecount', 'photoconsent', 'fotograf', 'productimage', 'picturesque', 'url', 'website'].filter(named),
  ).toEqual([])
})
