import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const compress = promisify(brotliCompress)

/** Lays each file of the console beside itself as Brotli, once and as small as it gets, so that no request waits for compressing. */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true })
      await Promise.all(
        names.filter((name) => /\.(js|css|html|svg)$/.test(name)).map((name) => shrink(join(folder, name))),
      )
    },
  }
}

async function shrink(path: string): Promise<void> {
  if (!(await stat(path)).isFile()) return
  const whole = await readFile(path)
  const small = await compress(whole, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: whole.length } })
  if (small.length < whole.length) await writeFile(`${path}.br`, small)
}
