import { afterAll, expect, test } from 'vitest'
import { browserMissing, closeBrowser } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { serverLab } from '../support/server-lab.ts'

afterAll(closeBrowser)

type Asked = { readonly name: string; readonly encodedBodySize: number; readonly decodedBodySize: number }

test.skipIf(browserMissing)(
  'the shell needs less than 300 kB of script, compressed, and charts are not in it',
  async () => {
    const lab = await serverLab({ workers: false })
    const page = await signedIn(lab, 'viewer')
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.reload({ waitUntil: 'networkidle' })
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    const entries = await page.evaluate<Asked[]>(
      'performance.getEntriesByType("resource").map((each) => each.toJSON())',
    )
    const asked = entries.filter(({ name }) => name.endsWith('.js'))
    const sent = asked.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
    const whole = asked.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)
    expect(sent).toBeGreaterThan(50_000)
    expect(sent).toBeLessThan(300_000)
    expect(whole).toBeGreaterThan(2 * sent)
    expect(asked.some(({ name }) => name.includes('/home-'))).toBe(true)
    expect(asked.filter(({ name }) => /chart/i.test(name))).toEqual([])
  },
)
