import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../console/src/app/pages')
const route = /(?:const (\w+) = )?createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']+)'/g

/** The addresses of all pages, as the console's routes write them: `/runs/$id`, a panel's with its page's before it. */
export function pagesOfRouter(): string[] {
  return readdirSync(folder).flatMap((name) => {
    const addresses = new Map<string, string>()
    return [...readFileSync(join(folder, name), 'utf8').matchAll(route)].map(([, own, parent = '', path = '']) => {
      const above = addresses.get(parent)
      const address = above === undefined ? path : `${above}/${path}`
      if (own) addresses.set(own, address)
      return address
    })
  })
}
