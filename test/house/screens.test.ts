import { expect, test } from 'vitest'
import { pagesOfRouter } from '../screenshots/pages-of-router.ts'
import { screens } from '../screenshots/screens.ts'

test('a picture is taken of every page of the console, and of no page that is not there', () => {
  const pages = pagesOfRouter().sort()
  expect(pages.length).toBeGreaterThan(20)
  expect(screens.map(({ page }) => page).sort()).toEqual(pages)
})
