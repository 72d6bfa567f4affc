import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const bin = resolve(import.meta.dirname, '../../bin/postbud.js')

test('on an old Node it carries on under the pinned one, with the same arguments and the same exit code', async () => {
  const clone = await aClone(`console.log(process.versions.node, ...process.argv.slice(2)); process.exitCode = 3`)
  expect(await ended(start(clone, ['run', '--all']))).toEqual({
    code: 3,
    signal: null,
    stdout: `${process.versions.node} run --all\n`,
    stderr: '',
  })
})

test('a stop is passed on once, and it waits until the program has stopped cleanly', async () => {
  const clone = await aClone(`
    let asked = 0
    process.on('SIGTERM', () => { asked += 1; setTimeout(() => { console.log('stopped', asked); process.exit(5) }, 50) })
    setInterval(() => undefined, 1000)
    console.log('ready')`)
  const child = start(clone, [])
  child.stdout.once('data', () => child.kill('SIGTERM'))
  expect(await ended(child)).toMatchObject({ code: 5, stdout: 'ready\nstopped 1\n' })
})

test('Ctrl-C, which a terminal sends to both, leaves the stopping to the program', async () => {
  const clone = await aClone(`
    process.on('SIGINT', () => { console.log('stopped'); process.exit(0) })
    setInterval(() => undefined, 1000)
    console.log('ready')`)
  const child = start(clone, [])
  child.stdout.once('data', () => process.kill(-(child.pid ?? 0), 'SIGINT'))
  expect(await ended(child)).toMatchObject({ code: 0, stdout: 'ready\nstopped\n' })
})

test('a program ended by a signal ends it by the same signal', async () => {
  const clone = await aClone(`process.kill(process.pid, 'SIGKILL')`)
  expect(await ended(start(clone, []))).toMatchObject({ code: null, signal: 'SIGKILL' })
})

test('where no pinned Node is installed it says what to do and goes no further', async () => {
  const clone = await aClone(`console.log('ran')`)
  await rm(join(clone, 'node_modules'), { recursive: true })
  const { code, stdout, stderr } = await ended(start(clone, []))
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(
    /^Postbud needs Node 24 or later and runs on v20\.1\.0 here; .* install Node 24 and try again\.\n$/,
  )
})

test('what Node makes of the program is kept beside it, and where nothing can be kept it starts all the same', async () => {
  const clone = await aClone(`console.log('ran', ...process.argv.slice(2))`)
  const cache = join(clone, 'node_modules/.cache')
  for (const again of ['one', 'two']) {
    expect(await ended(start(clone, [again], []))).toMatchObject({ code: 0, stdout: `ran ${again}\n`, stderr: '' })
    expect(await readdir(join(cache, 'postbud-code'))).not.toEqual([])
  }
  await rm(cache, { recursive: true })
  await writeFile(cache, 'no folder')
  expect(await ended(start(clone, ['three'], []))).toMatchObject({ code: 0, stdout: 'ran three\n', stderr: '' })
})

/** A clone with the real starter, a program of the test's own, and this very Node as the pinned one. */
async function aClone(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-clone-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const pinned = join(folder, 'node_modules/node')
  await mkdir(join(pinned, 'bin'), { recursive: true })
  await symlink(process.execPath, join(pinned, 'bin/node'))
  await writeFile(join(pinned, 'package.json'), '{ "name": "node" }')
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await cp(bin, join(folder, 'bin/postbud.js'))
  await mkdir(join(folder, 'src/cli'), { recursive: true })
  await writeFile(join(folder, 'src/cli/main.ts'), program)
  // What the starter reads of the Node it runs on, as an old one would give it; the program it starts is not touched.
  await writeFile(
    join(folder, 'old-node.mjs'),
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })
     Object.defineProperty(process, 'version', { value: 'v20.1.0' })`,
  )
  return folder
}

function start(clone: string, words: readonly string[], onOldNode = ['--import', join(clone, 'old-node.mjs')]) {
  const starter = [...onOldNode, join(clone, 'bin/postbud.js'), ...words]
  // A process group of its own, as a terminal gives every command.
  const env = { ...process.env, NODE_COMPILE_CACHE: undefined }
  return spawn(process.execPath, starter, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function ended(child: ReturnType<typeof start>) {
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  return new Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>((done) => {
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }))
  })
}
