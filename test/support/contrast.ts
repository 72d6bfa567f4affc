import type { Locator } from 'playwright-core'

/**
 * How much what is drawn stands out from what is behind it, from 1 to 21 as WCAG 2.2 counts it; a bar, a line of a chart, a field's
 * edge needs 3. `property` is the one it is drawn with.
 */
export async function contrastOf(drawn: Locator, property: 'background-color' | 'fill' | 'stroke'): Promise<number> {
  const [on, behind] = await drawn.first().evaluate((element, of) => {
    const view = element.ownerDocument.defaultView
    if (!view) throw new Error('What is drawn is in no window.')
    let ground = element.parentElement
    while (ground && /^rgba\(.*, 0\)$/.test(view.getComputedStyle(ground).backgroundColor))
      ground = ground.parentElement
    return [
      view.getComputedStyle(element).getPropertyValue(of),
      ground ? view.getComputedStyle(ground).backgroundColor : 'rgb(255, 255, 255)',
    ]
  }, property)
  const [lighter = 0, darker = 0] = [luminance(on), luminance(behind)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Of a colour as browsers compute it: `rgb(71, 158, 245)`. */
function luminance(color = ''): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
