import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const settings = read('docs/configuration.md')

test('the compose file has a database, a server and two workers, none of them with rights they do not need', () => {
  const { services } = parse(read('compose.yaml'), { merge: true })
  expect(Object.keys(services)).toEqual(['database', 'server', 'worker'])
  expect(services.worker).toMatchObject({ command: ['worker'], deploy: { replicas: 2 } })
  for (const name of ['server', 'worker']) {
    expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
    expect(services[name].depends_on).toEqual({ database: { condition: 'service_healthy' } })
  }
  // Nothing that opens anything is written down here.
  expect(services.database.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTBUD_DATABASE_PASSWORD:\?/)
})

test('the container runs without root, on the Node that the program needs', () => {
  const lines = read('Containerfile').split('\n')
  expect(lines.filter((line) => line.startsWith('FROM')).every((line) => line.includes('node:24'))).toBe(true)
  expect(lines).toContain('USER node')
  expect(lines.indexOf('USER node')).toBeLessThan(lines.findIndex((line) => line.startsWith('ENTRYPOINT')))
})

test('the unit runs without root, and is given time to stop', () => {
  const unit = read('packaging/postbud.service')
  for (const line of ['User=postbud', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'StateDirectoryMode=0700']) {
    expect(unit.split('\n')).toContain(line)
  }
  expect(unit).toMatch(/^TimeoutStopSec=\d{3}$/m)
})

test('every variable that the compose file sets is one that the program reads', () => {
  const { services } = parse(read('compose.yaml'), { merge: true })
  const set = [...new Set(['server', 'worker'].flatMap((name) => Object.keys(services[name].environment)))]
  expect(set).toEqual(expect.arrayContaining(['DATABASE_URL', 'POSTBUD_SECRET_KEY', 'POSTBUD_URL']))
  expect(set.filter((name) => !settings.includes(`\`${name}\``))).toEqual([])
  // Processes on one database share the folder and the key.
  expect(services.worker.volumes).toEqual(services.server.volumes)
  expect(services.worker.environment.POSTBUD_SECRET_KEY).toBe(services.server.environment.POSTBUD_SECRET_KEY)
})

test('the container holds what the package holds', () => {
  const copied = [...read('Containerfile').matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths]) =>
    (paths ?? '').split(' ').map((path) => path.replace('/build/', '')),
  )
  // What npm packs by itself, and the libraries.
  const byItself = ['package.json', 'README.md', 'LICENSE', 'node_modules']
  const packed: string[] = JSON.parse(read('package.json')).files
  const holds = (path: string) => copied.some((each) => path === each || path.startsWith(`${each}/`))
  expect(copied.filter((path) => !byItself.includes(path) && !packed.some((each) => each.startsWith(path)))).toEqual([])
  expect(packed.filter((path) => !path.startsWith('!') && !onlyForReaders.test(path) && !holds(path))).toEqual([])
  // And nothing of it is kept from the build.
  const ignored = read('.dockerignore').split('\n').filter(Boolean)
  expect(ignored.filter((path) => ['src', 'sandbox', 'console', 'bin', 'build.ts'].includes(path))).toEqual([])
})

/** Beside the program in a package; in a container nobody looks for it. */
const onlyForReaders = /^(docs|examples|packaging|SECURITY\.md|postbud\.schema\.json)/

const systemd = spawnSync('systemd-analyze', ['--version']).status === 0

test.skipIf(!systemd)('systemd takes the unit as it is, and finds it well shut in', () => {
  const verified = spawnSync('systemd-analyze', ['verify', 'packaging/postbud.service'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect({ status: verified.status, said: verified.stderr }).toEqual({ status: 0, said: '' })
  const judged = spawnSync(
    'systemd-analyze',
    ['security', '--offline=true', '--threshold=20', 'packaging/postbud.service'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  expect({ status: judged.status, said: judged.stdout.slice(-200) }).toMatchObject({ status: 0 })
})

test('the settings that these files use are settings', () => {
  const used = ['compose.yaml', 'Containerfile', 'packaging/postbud.service'].flatMap((file) =>
    [...read(file).matchAll(/\b(POSTBUD_(?!DATABASE_PASSWORD)[A-Z_]+)\b/g)].map(([, name]) => name ?? ''),
  )
  expect(used.length).toBeGreaterThan(5)
  expect(used.filter((name) => !settings.includes(`\`${name}\``))).toEqual([])
})
