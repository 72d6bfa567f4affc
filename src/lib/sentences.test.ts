import { expect, test } from 'vitest'
import { inDanish } from './in-danish.ts'

test('a sentence in another is said too, and a name in it is not', () => {
  expect(
    inDanish(
      'Segment "none" could not be refreshed and keeps its last members: The source people reads people.csv, and no file matches it in /data.',
    ),
  ).toBe(
    'Segmentet "none" kunne ikke opdateres og beholder sine seneste medlemmer: Kilden people læser people.csv, og ingen fil passer til det i /data.',
  )
})

test('sentences one after another, and lists of them, are said one by one; what is none of ours stays', () => {
  expect(inDanish('There is no segment "ann". Did you mean "anns"? Segments: anns, bos.')).toBe(
    'Der er intet segment "ann". Mente du "anns"? Segmenter: anns, bos.',
  )
  expect(
    inDanish("Nothing was written: exports.a.list: expected a list's name without blanks around it; b: disk I/O error"),
  ).toBe('Intet blev gemt: exports.a.list: der skal stå et listenavn uden mellemrum omkring; b: disk I/O error')
  expect(inDanish('12 refused by Constant Contact; 1,234 not sent.')).toBe(
    '12 afvist af Constant Contact; 1.234 ikke sendt.',
  )
  expect(inDanish('No such thing.')).toBe('No such thing.')
})

test('numbers, days and moments are written as Danes write them', () => {
  expect(inDanish('They lapse on 2026-03-01.')).toBe('De udløber den 1. marts 2026.')
  expect(inDanish('It was due at 2026-03-01T06:30:00.000Z.')).toBe('Det skulle være sket 1. marts 2026 kl. 06.30 UTC.')
  expect(
    inDanish('1,234 deliverable people are more than the 1,000 an export may have; a run would be skipped.'),
  ).toMatch(/^1\.234 personer, der kan leveres, er flere end de 1\.000,/)
})
