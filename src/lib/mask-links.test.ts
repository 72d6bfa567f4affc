import { expect, test } from 'vitest'
import { maskLinksIn } from './mask-links.ts'

test.each([
  ['https://pictures.example/anna.holm.jpg?size=80#top', 'https://pictures.example/…'],
  ['HTTP://pictures.example:8080?who=anna', 'HTTP://pictures.example:8080/…'],
  ['https://anna:secret@pictures.example/1', 'https://pictures.example/…'],
  [
    '{"photo":"https://a.example/1","page":"https://b.example/2"}',
    '{"photo":"https://a.example/…","page":"https://b.example/…"}',
  ],
  ['Anna https://a.example/1, and data:image/png;base64,AAAA too', 'Anna https://a.example/… and data:… too'],
  ['metadata:image/png is no picture', 'metadata:image/png is no picture'],
  ['no link at all: 12:30', 'no link at all: 12:30'],
])('%s', (text, masked) => {
  expect(maskLinksIn(text)).toBe(masked)
})
