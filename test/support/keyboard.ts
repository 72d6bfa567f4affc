import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** So many presses of Tab lead to anything on a page; who needs more is lost. */
const patience = 120

/**
 * Goes on with Tab until this has the focus, as somebody without a mouse does. Fails when it is not come by, and where the focus
 * rests on something on the way that nobody sees: outside the window, or covered by something else.
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  const way: string[] = []
  for (let presses = 0; presses < patience; presses += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
    const { name, covered } = await lookAtFocus(page)
    way.push(name)
    expect(covered, `the focus on ${name} is not seen, after ${way.slice(-4).join(', ')}`).toBeUndefined()
  }
  throw new Error(`Tab does not lead to ${target}: ${way.join(' > ')}`)
}

/** Goes there with Tab and presses Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Goes there with Tab and types, over what stands there. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** Opens a menu with Enter, goes down to an entry and takes it. */
export async function takeFromMenu(page: Page, menu: Locator, entry: string): Promise<void> {
  await enter(page, menu)
  const target = page.getByRole('menuitem', { name: entry })
  await target.waitFor()
  for (let presses = 0; presses < 15; presses += 1) {
    if (await hasFocus(target)) return page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`No arrow leads to ${entry}.`)
}

export async function hasFocus(target: Locator): Promise<boolean> {
  return await target.evaluate((element) => element === element.ownerDocument.activeElement)
}

/** Whether it is it or something in it. */
export async function hasFocusWithin(target: Locator): Promise<boolean> {
  return await target.evaluate((element) => element.contains(element.ownerDocument.activeElement))
}

/** What has the focus, by the name it goes by, and what covers it where no part of it is in sight. */
async function lookAtFocus(page: Page): Promise<{ readonly name: string; readonly covered?: string }> {
  return await page.locator('body').evaluate((body) => {
    const { activeElement: element, defaultView: view } = body.ownerDocument
    if (!element || !view || element === body) return { name: 'nothing' }
    // Fluent's own guards of the focus around a dialog, which pass it on at once.
    if (element.hasAttribute('data-tabster-dummy')) return { name: 'a guard' }
    const called = (of: Pick<typeof body, 'getAttribute' | 'tagName' | 'textContent'>) =>
      `${of.tagName.toLowerCase()} ${of.getAttribute('aria-label') ?? of.textContent ?? ''}`.slice(0, 60)
    const name = called(element)
    const box = element.getBoundingClientRect()
    const [left, right] = [Math.max(0, box.left), Math.min(view.innerWidth, box.right)]
    const [top, bottom] = [Math.max(0, box.top), Math.min(view.innerHeight, box.bottom)]
    if (right <= left || bottom <= top) return { name, covered: 'the edge of the window' }
    const over = body.ownerDocument.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    const isSeen = over === null || element.contains(over) || over.contains(element) || over.closest('label') !== null
    return isSeen ? { name } : { name, covered: called(over) }
  })
}
