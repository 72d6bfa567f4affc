import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aFolder } from '../../test/support/test-app.ts'
import { personMarks } from '../erased/person-marks.ts'
import { CsvRecords } from './csv-records.ts'
import { JsonValues } from './json-values.ts'
import { textWithout } from './text-without.ts'

const marks = personMarks([
  { kind: 'email', value: 'ann@example.com' },
  { kind: 'key', value: 'A-1' },
  { kind: 'orders.OrderId', value: 'O-1' },
])
const people = {
  key: 'Id',
  owned: [
    { column: 'Id', kind: 'key' },
    { column: 'EMail', kind: 'email' },
  ],
}
const lines = { key: 'LineId', owned: [{ column: 'OrderId', kind: 'orders.OrderId' }] }
const blocked = { key: 'email', owned: [] }

type Given = Partial<Parameters<typeof textWithout>[1]>

async function without(content: string | Buffer, given: Given = {}) {
  const folder = await aFolder()
  const [path, to] = [join(folder, 'given'), join(folder, 'left')]
  await writeFile(path, content)
  const asked = { format: 'csv' as const, definition: {}, columns: people, marks, ...given }
  const counted = await textWithout(path, asked)
  const { rows, cells } = await textWithout(path, { ...asked, to })
  expect(counted).toEqual({ rows, cells })
  // Done over, as after a kill, it finds nothing more.
  expect(await textWithout(to, asked)).toEqual({ rows: 0, cells: 0 })
  return { left: await readFile(to), rows, cells }
}

const head = 'Id,EMail,Note\n'

test.each<[string, string, string, number, number, Given?]>([
  ['by key', `${head}A-1,x@y.z,\nB-2,bo@y.z,é\n`, `${head}B-2,bo@y.z,é\n`, 1, 0],
  ['by address, however it is spelled', `${head}C,"ANN@example.COM ",\nD, Ann@Example.com ,\nE,,`, `${head}E,,`, 2, 0],
  ['in quotes', `${head}"A-1","x@y.z","said ""no"",\nand left"\n"B-2",,"a\nb"\n`, `${head}"B-2",,"a\nb"\n`, 1, 0],
  ['mentioned by somebody', `${head}B,b@y.z,"from <Ann@example.com>, she said"\n`, `${head}B,b@y.z,\n`, 0, 1],
  ['beside another address', `${head}B,bo@y.z; ann@example.com,x\r\n`, `${head}B,,x\r\n`, 0, 1],
  ['not where a longer address ends in hers', `${head}B,joann@example.com,\n`, `${head}B,joann@example.com,\n`, 0, 0],
  ['not by a key in another column', `${head}B,b@y.z,A-1\n`, `${head}B,b@y.z,A-1\n`, 0, 0],
  ['old line ends', 'Id,EMail\rA-1,x\rB,y\r', 'Id,EMail\rB,y\r', 1, 0],
  ['a line too many fields', `${head}B,b,c,d,ann@example.com\nC,b,c,d,e,f\n`, `${head}C,b,c,d,e,f\n`, 1, 0],
  [
    'a quote that is never closed',
    `${head}B,"open,\nA-1,ann@example.com,\nC,c@y.z,\n`,
    `${head}B,"open,\nC,c@y.z,\n`,
    1,
    0,
  ],
  ['text after a quote', `${head}"B"x,ann@example.com,\n"C"y,c@y.z,\n`, `${head}"C"y,c@y.z,\n`, 1, 0],
  ['backslashes', `${head}B,"a\\"b,c","\\\\"\nA-1,"\\"",\n`, `${head}B,"a\\"b,c","\\\\"\n`, 1, 0],
  ['semicolons', 'Id;EMail;Note\nA-1;x;y\nB;b,c;d\n', 'Id;EMail;Note\nB;b,c;d\n', 1, 0],
  ['nothing but her', `${head}A-1,,\n`, head, 1, 0],
  ['nothing at all', '', '', 0, 0],
  [
    'rows that hang on hers',
    'LineId,OrderId\nL-1,O-1\nL-2,O-2\n',
    'LineId,OrderId\nL-2,O-2\n',
    1,
    0,
    { columns: lines },
  ],
  [
    'a table whose key is the address',
    'email\nann@example.com\nbo@y.z\n',
    'email\nbo@y.z\n',
    1,
    0,
    { columns: blocked },
  ],
  ['tabs', 'Id\tEMail\nA-1\tx\nB\ty,z\n', 'Id\tEMail\nB\ty,z\n', 1, 0, { format: 'tsv' }],
  ['no quotes', 'Id,EMail\nA-1,"x\nB,"y\n', 'Id,EMail\nB,"y\n', 1, 0, { definition: { quote: '' } }],
])('a person goes out of a CSV file, %s', async (_, content, expected, rows, cells, given) => {
  const { left, ...share } = await without(content, given)
  expect({ left: left.toString(), ...share }).toEqual({ left: expected, rows, cells })
})

test('what a file is written in stays, byte by byte', async () => {
  const text = `${head}A-1,,\nB,b@y.z,Søren “x”\n`
  const rest = `${head}B,b@y.z,Søren “x”\n`
  const big = (from: string) => Buffer.from(`\ufeff${from}`, 'utf16le').swap16()
  const dane = (from: string) => Buffer.from(from.replaceAll('“', '\x93').replaceAll('”', '\x94'), 'latin1')
  expect((await without(Buffer.from(`\ufeff${text}`))).left).toEqual(Buffer.from(`\ufeff${rest}`))
  expect((await without(Buffer.from(`\ufeff${text}`, 'utf16le'))).left).toEqual(Buffer.from(`\ufeff${rest}`, 'utf16le'))
  expect((await without(big(text))).left).toEqual(big(rest))
  expect((await without(dane(text))).left).toEqual(dane(rest))
  const packed = (await without(gzipSync(text))).left
  expect([packed[0], gunzipSync(packed).toString()]).toEqual([0x1f, rest])
  // Bytes that are no text are somebody's all the same.
  const damaged = Buffer.concat([Buffer.from(rest.repeat(30)), Buffer.from([0xff, 0x0a])])
  expect((await without(damaged)).left).toEqual(damaged)
})

test.each<[string, string, string, number, number, Given['format']]>([
  ['an array', '[{"Id":"A-1"}, {"Id":"B","n":1.50}\n]', '[{"Id":"B","n":1.50}]\n', 1, 0, 'json'],
  ['one after another', '{"Id":"A-1"}{"Id":"B","s":"}{"}', '{"Id":"B","s":"}{"}', 1, 0, 'json'],
  ['an array of her', '[{"EMail":"ANN@example.com"}]', '[]\n', 1, 0, 'json'],
  [
    'lists that mention her, and numbers that are long',
    '{"Id":"B","n":12345678901234567890,"l":["x",{"by":"ann@example.com"}]}\n',
    '{"Id":"B","n":12345678901234567890,"l":null}\n',
    0,
    1,
    'ndjson',
  ],
  ['an address in disguise', '{"EMail":"ann\\u0040example.com"}\n{"Id":"B"}\n', '{"Id":"B"}\n', 1, 0, 'ndjson'],
  ['lines that are none', 'no ann@example.com\nnor A-1\nnor B\n{"Id":"B"}\n', 'nor B\n{"Id":"B"}\n', 2, 0, 'ndjson'],
  [
    'objects that are nested without end',
    `{"Id":"B","a":${'['.repeat(50_000)}"ann@example.com"${']'.repeat(50_000)}}\n{"Id":"C"}\n`,
    '{"Id":"C"}\n',
    1,
    0,
    'ndjson',
  ],
  [
    'an array of all kinds of values',
    '[1, "by ann\\u0040example.com", {"Id":"B"}, ["x", "A-1"], null, "A-10", [["y"]]]',
    '[1,\n{"Id":"B"},\nnull,\n"A-10",\n[["y"]]]\n',
    2,
    0,
    'json',
  ],
  ['values one after another', '"A-1" {"Id":"B"}\n3 "x y"', '{"Id":"B"}\n3\n"x y"', 1, 0, 'json'],
  ['nothing', '', '', 0, 0, 'json'],
  ['an empty array', ' [ ]', '[]\n', 0, 0, 'json'],
  // What cannot be read stays so, without her.
  ['an array that is cut off in her', '[{"Id":"B"},\n{"Id":"A-1","Name":"Ann', '[{"Id":"B"}\n', 1, 0, 'json'],
  ['an array that is cut off after her', '[{"Id":"A-1"}', '[\n', 1, 0, 'json'],
  ['too much behind an array', '[{"Id":"B"}]] ann@example.com x', '[{"Id":"B"}]\n]\nx\n', 1, 0, 'json'],
  ['too much behind an empty one', '[] x', '[]\nx\n', 0, 0, 'json'],
  ['a comma too many, and none', '[{"Id":"A-1",},{"Id":"B",}{"Id":"C"}]', '[{"Id":"B",},\n{"Id":"C"}]\n', 1, 0, 'json'],
  ['words', 'no A-1, nor B', 'no\nnor\nB', 1, 0, 'json'],
  ['a name that stands twice', '{"EMail":"ann@example.com","EMail":"b"}\n', '', 1, 0, 'ndjson'],
])('a person goes out of a JSON file: %s', async (_, content, expected, rows, cells, format = 'json') => {
  const { left, ...share } = await without(content, { format })
  expect({ left: left.toString(), ...share }).toEqual({ left: expected, rows, cells })
})

test('a JSON value that is longer than any that is read is refused', async () => {
  const content = `[{"Id":"${'A'.repeat(34_000_000)}`
  await expect(without(content, { format: 'json' })).rejects.toMatchObject({ code: 'source_unreadable' })
})

test('records and values put together are the text again, wherever it is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\\', ' ', '@'), maxLength: 60 })
  const escapes = fc.constantFrom('"', '\\')
  fc.assert(
    fc.property(text, escapes, fc.nat(), (whole, escapedBy, cut) => {
      const read = (...pieces: string[]) => {
        const records = new CsvRecords({ delimiter: ',', quote: '"', escape: escapedBy })
        return [...pieces.flatMap((piece) => [...records.take(piece)]), ...records.end()]
      }
      const at = cut % (whole.length + 1)
      const records = read(whole)
      expect(read(whole.slice(0, at), whole.slice(at))).toEqual(records)
      expect(records.map(({ raw }) => raw).join('')).toBe(whole)
      for (const { raw, fields, ending } of records) expect(fields.join(',') + ending).toBe(raw)
    }),
    { numRuns: 2_000 },
  )
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.nat(), fc.boolean(), (values, cut, isArray) => {
      // One after another, an array that comes first would be the array of them.
      const raw = [...(isArray ? [] : ['{}']), ...values.map((each) => JSON.stringify(each))]
      const whole = isArray ? `[${raw.join(' ,\n')}]` : raw.join('\n')
      const at = cut % (whole.length + 1)
      const found = new JsonValues()
      expect([...found.take(whole.slice(0, at)), ...found.take(whole.slice(at)), ...found.end()]).toEqual(raw)
      expect(found.isClosed).toBe(isArray)
    }),
    { numRuns: 500 },
  )
})
