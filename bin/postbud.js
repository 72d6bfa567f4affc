#!/usr/bin/env node
// Starts Postbud on the Node it is pinned to, whatever Node the system has. Plain JavaScript, because an old Node reads it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const needed = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))
// A package carries the compiled program, since Node does not strip types under node_modules; a clone runs its sources.
const source = join(root, 'src', 'cli', 'main.ts')
const main = existsSync(source) ? source : join(root, 'dist', 'src', 'cli', 'main.js')
// What Node makes of hundreds of files is kept beside them, which saves a command a third of its start. Who may write the cache
// may write the program; where nobody may, nothing is kept.
const codeCache = join(root, 'node_modules', '.cache', 'postbud-code')

if (Number.parseInt(process.versions.node, 10) >= needed) {
  module.enableCompileCache(codeCache)
  await import(pathToFileURL(main).href)
} else {
  const node = pinnedNode()
  if (node) {
    carryOnUnder(node)
  } else {
    console.error(
      `Postbud needs Node ${needed} or later and runs on ${process.version} here; the Node it brings along is not installed. ` +
        'Install again with the install script of the package "node" allowed (npm 12 and later: "allowScripts": { "node": true } ' +
        'in package.json), or install Node 24 and try again.',
    )
    process.exitCode = 2
  }
}

function pinnedNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

function carryOnUnder(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: codeCache, ...process.env },
  })
  // A terminal sends Ctrl-C to both; the other signals reach only this process. Either way this one waits for the child.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('error', (error) => {
    console.error(`Postbud could not start ${node}: ${error.message}. Run "npm ci" again, or install Node ${needed}.`)
    process.exitCode = 2
  })
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    } else {
      process.exitCode = code ?? 1
    }
  })
}
