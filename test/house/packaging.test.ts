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

test('the settings that these files use are settings', () => {
  const used = ['compose.yaml', 'Containerfile', 'packaging/postbud.service'].flatMap((file) =>
    [...read(file).matchAll(/\b(POSTBUD_(?!DATABASE_PASSWORD)[A-Z_]+)\b/g)].map(([, name]) => name ?? ''),
  )
  expect(used.length).toBeGreaterThan(5)
  expect(used.filter((name) => !settings.includes(`\`${name}\``))).toEqual([])
})
