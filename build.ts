import { execFileSync } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'vite'

// Makes dist/ for the npm package and the container: Node does not strip types under node_modules, and browsers want one file.
const root = import.meta.dirname
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
await rm(join(root, 'dist'), { recursive: true, force: true })
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' })
await cp(join(root, 'src/db/migrations'), join(root, 'dist/src/db/migrations'), { recursive: true })
await build({ configFile: join(root, 'console/vite.config.ts'), logLevel: 'warn' })
