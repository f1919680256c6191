// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBatch, layoutOf, messageOf } from '../../../main/javascript/columns/batch.js';
import { joined } from '../../../main/javascript/columns/frame.js';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { toTaggedJson } from '../../../main/javascript/values/tagged-json.js';
import { wellFormed } from '../../../main/javascript/values/text.js';
import { isNull } from '../../../main/javascript/values/value-kind.js';
import { cells, city, invalid, nulls, projections } from '../testing/column-cases.js';
import { Random } from '../testing/random.js';

const id = { name: 'id', type: 'int' };
const note = { name: 'note', type: 'text' };
const corrupt = { name: '_corrupt', type: 'string', source: 'corrupt' };

/**
 * @param {string} format
 * @param {object[]} columns
 * @param {unknown[]} values
 * @param {{mode?: string, keys?: unknown[], blobs?: BlobReader}} [how]
 * @returns {string}
 */
function linesOf(
  format,
  columns,
  values,
  { mode = 'FAILFAST', keys = values.map((_, i) => i), blobs = new BlobReader() } = {},
) {
  const layout = layoutOf(/** @type {any} */ ({ database: 'shop', store: 'orders', columns, mode, format }));
  return textOf(messageOf(layout, encodeBatch(layout, /** @type {any} */ ({ keys, values }), blobs)));
}

/** @param {Uint8Array[]} parts */
function textOf(parts) {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(joined(parts));
}

test('a line of JSON has exactly the columns, in their order, nulls included', () => {
  const lines = linesOf(
    'ndjson',
    [note, id, { name: 'a"b', type: 'string' }],
    [{ id: 1, other: 2, 'a"b': '\n' }, null],
  );
  assert.equal(lines, '{"note":null,"id":1,"a\\"b":"\\n"}\n{"note":null,"id":null,"a\\"b":null}\n');
});

test('a value in a line of JSON keeps its own type, also where the column is text', () => {
  const values = [new Date(5), 5, '5', /x/, 10n, -0, new Date(NaN), undefined, Object('a'), [new Set(['\ud800'])]];
  const columns = [{ name: 'note', type: 'text' }];
  const cells = linesOf(
    'ndjson',
    columns,
    values.map((value) => ({ note: value })),
  )
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(8, -1));
  assert.deepEqual(cells, [
    '{"$date":5}',
    '5',
    '"5"',
    '{"$regexp":{"source":"x","flags":""}}',
    '{"$bigint":"10"}',
    '{"$number":"-0"}',
    'null',
    'null',
    '"a"',
    '[{"$set":["\\ud800"]}]',
  ]);
});

for (const [type, value, cell] of nulls) {
  test(`an invalid Date is null in a line of JSON, as in ${JSON.stringify(type)} ${cell}`, () => {
    assert.equal(linesOf('ndjson', [{ name: 'v', type }], [{ v: value }]), `{"v":${cell}}\n`);
  });
}

for (const [type, value, cell] of projections) {
  test(`a line of JSON holds what the type names and no more: ${cell}`, () => {
    assert.equal(linesOf('ndjson', [{ name: 'v', type }], [{ v: value }]), `{"v":${cell}}\n`);
    assert.equal(linesOf('csv', [{ name: 'v', type }], [{ v: value }]), `"${cell.replaceAll('"', '""')}"\n`);
  });
}

for (const format of ['ndjson', 'csv', 'arrow']) {
  test(`what no column names cannot fail ${format}: a value that contains itself, a file, an endless list`, () => {
    const value = { city: 'Rome', file: new Blob(['hi']), list: new Array(30_000_000) };
    value.self = value;
    const blobs = new BlobReader();
    const file = { struct: [{ name: 'size', type: 'bigint' }] };
    const columns = [{ name: 'v', type: { struct: [...city.struct, { name: 'file', type: file }] } }];
    const layout = layoutOf({ database: 'shop', store: 'orders', columns, mode: 'FAILFAST', format });
    const { length } = encodeBatch(layout, { keys: [1], values: [{ v: value }] }, blobs);
    assert.equal(length, 1);
    assert.ok(!blobs.lacks);
  });
}

test('a line of JSON holds what Arrow would, whatever the type', (context) => {
  const random = new Random(context);
  for (let run = 0; run < 500; run++) {
    const type = randomType(random, 4);
    const values = Array.from({ length: 5 }, () => randomValue(random, type));
    const lines = linesOf(
      'ndjson',
      [{ name: 'v', type }],
      values.map((v) => ({ v, other: 1 })),
    );
    const expected = values.map((value) => `{"v":${toTaggedJson(projected(value, type), new BlobReader())}}\n`);
    assert.equal(lines, expected.join(''), JSON.stringify(type));
  }
});

function randomType(random, levels) {
  switch (levels && random.below(4)) {
    case 1:
      return { array: randomType(random, levels - 1) };
    case 2:
      return { map: ['string', randomType(random, levels - 1)] };
    case 3:
      return { struct: ['a', '$b', 'toString'].map((name) => ({ name, type: randomType(random, levels - 1) })) };
    default:
      return random.of(['int', 'double', 'string', 'timestamp', 'boolean']);
  }
}

/** A value that fits, with what is null and with fields that no type names. */
function randomValue(random, type) {
  if (random.below(6) === 0) return random.of([null, undefined, new Date(NaN)]);
  if (type.array) {
    if (type.array === 'int' && random.below(2) === 0) return Uint8Array.of(random.below(256));
    const list = Array.from({ length: random.below(4) }, () => randomValue(random, type.array));
    return random.below(3) === 0 ? new Set(list.filter((each) => !isNull(each))) : list;
  }
  if (type.map) {
    const entries = ['$a', 'b', '\u{1f600}'].map((key) => [key, randomValue(random, type.map[1])]);
    return random.below(2) === 0 ? new Map(entries) : Object.fromEntries(entries);
  }
  const leaves = { int: Object(7), double: random.number(), string: random.string(), timestamp: new Date(5) };
  if (!type.struct) return leaves[type] ?? true;
  const object = { $other: [new Date(NaN)] };
  for (const { name, type: of } of type.struct) if (random.below(4) > 0) object[name] = randomValue(random, of);
  object.self = object;
  return object;
}

/** The model: the value with null for what is null, and only the fields that the type names. */
function projected(value, type) {
  if (isNull(value)) return null;
  if (type.array) {
    const list = Array.from(value, (each) => projected(each, type.array));
    return value instanceof Set ? new Set(list) : list;
  }
  if (type.map) {
    const entries = (value instanceof Map ? [...value] : Object.entries(value)).map(([key, item]) => [
      key,
      projected(item, type.map[1]),
    ]);
    return value instanceof Map ? new Map(entries) : Object.fromEntries(entries);
  }
  if (!type.struct) return value;
  return Object.fromEntries(
    type.struct.map(({ name, type: of }) => [name, projected(Object.hasOwn(value, name) ? value[name] : null, of)]),
  );
}

test('without columns a line of JSON is the whole record, whatever it is', () => {
  const records = [{ id: 1, $a: new Date(5) }, 'three', null, undefined, [1n], invalid];
  assert.equal(
    linesOf('ndjson', [], records),
    '{"id":1,"$$a":{"$date":5}}\n"three"\nnull\nnull\n[{"$bigint":"1"}]\n{"$date":null}\n',
  );
});

test('a whole record without a form fails, or is null, or is left out', () => {
  const cyclic = {};
  cyclic.self = cyclic;
  assert.throws(() => linesOf('ndjson', [], [1, cyclic]), {
    code: 'VALUE_DOES_NOT_FIT',
    message: new RegExp(
      '^Cannot read field \'value\' of the record with key \\{"number":1\\} ' +
        "in store 'shop/orders': the value has no form: it contains itself\\.",
    ),
  });
  assert.equal(linesOf('ndjson', [], [1, cyclic], { mode: 'PERMISSIVE' }), '1\nnull\n');
  assert.equal(linesOf('ndjson', [], [1, cyclic], { mode: 'DROPMALFORMED' }), '1\n');
});

for (const format of ['ndjson', 'csv']) {
  test(`${format} takes what Arrow takes, and says the same of what it does not`, () => {
    const layout = (of) =>
      layoutOf({ database: 'shop', store: 'orders', columns: [id, note], mode: 'FAILFAST', format: of });
    const rows = { keys: ['k1', 'k2'], values: [{ id: 1 }, { id: 'two' }] };
    const sentence = (of) => {
      try {
        encodeBatch(layout(of), rows, new BlobReader());
      } catch (e) {
        return e.message;
      }
      return 'nothing';
    };
    assert.match(sentence(format), /^Cannot read field 'id' of the record with key \{"string":"k2"\}/);
    assert.equal(sentence(format), sentence('arrow'));
  });
}

test('modes mean in lines what they mean in Arrow', () => {
  const records = [{ id: 1, note: 'a' }, { id: 'two', note: 'b' }, 'three'];
  const columns = [id, note, corrupt];
  assert.equal(
    linesOf('ndjson', columns, records, { mode: 'PERMISSIVE' }),
    '{"id":1,"note":"a","_corrupt":null}\n' +
      '{"id":null,"note":"b","_corrupt":"{\\"id\\":\\"two\\",\\"note\\":\\"b\\"}"}\n' +
      '{"id":null,"note":null,"_corrupt":"\\"three\\""}\n',
  );
  assert.equal(
    linesOf('csv', columns, records, { mode: 'PERMISSIVE' }),
    '1,a,\n,b,"{""id"":""two"",""note"":""b""}"\n,,"""three"""\n',
  );
  assert.equal(linesOf('csv', [id, note], records, { mode: 'DROPMALFORMED' }), '1,a\n');
});

test('the bytes of a file stand in a line once they are read', async () => {
  const blobs = new BlobReader();
  const records = [{ id: 1, note: new Blob(['hi'], { type: 'text/plain' }) }];
  linesOf('ndjson', [note], records, { blobs });
  assert.ok(blobs.lacks);
  await blobs.fetch();
  const blob = '{"$blob":{"name":null,"type":"text/plain","size":2,"lastModified":null,"bytes":"aGk="}}';
  assert.equal(linesOf('ndjson', [note], records, { blobs }), `{"note":${blob}}\n`);
  assert.equal(linesOf('csv', [id, note], records, { blobs }), `1,"${blob.replaceAll('"', '""')}"\n`);
});

for (const [type, value, cell] of cells) {
  test(`a ${JSON.stringify(type)} like ${cell} is written so in CSV, and null as nothing`, () => {
    const columns = [{ name: 'v', type }, id];
    assert.equal(linesOf('csv', columns, [{ v: value, id: 1 }, { id: 2 }]), `${cell},1\n,2\n`);
  });
}

test('no rows are no lines', () => {
  assert.equal(linesOf('ndjson', [id], []), '');
  assert.equal(linesOf('ndjson', [], []), '');
  assert.equal(linesOf('csv', [id, note], []), '');
});

test('lines of JSON hold what the tagged JSON of each record holds', (context) => {
  const random = new Random(context);
  for (let run = 0; run < 200; run++) {
    const records = Array.from({ length: random.below(10) }, () => ({ id: random.number(), note: random.string() }));
    const lines = linesOf('ndjson', [{ name: 'id', type: 'double' }, note], records)
      .split('\n')
      .slice(0, -1);
    assert.deepEqual(
      lines,
      records.map((record) => toTaggedJson(record, new BlobReader())),
    );
  }
});

test('strings of every kind come out of CSV whole', (context) => {
  const random = new Random(context);
  for (let run = 0; run < 300; run++) {
    const strings = Array.from({ length: random.below(10) }, () =>
      random.below(5) === 0 ? null : random.string() + random.of(['', ',', '"', '\r\n', ' ']),
    );
    const lines = linesOf(
      'csv',
      [
        { name: 'a', type: 'string' },
        { name: 'b', type: 'string' },
      ],
      strings.map((text) => ({ a: text, b: text })),
    );
    const expected = strings.map((text) => (text === null ? null : wellFormed(text)));
    assert.deepEqual(
      parsed(lines),
      expected.map((text) => [text, text]),
    );
  }
});

/**
 * @param {string} text @returns {(string | null)[][]} rows as RFC 4180 reads them; null for a field that is empty and
 *   not quoted
 */
function parsed(text) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/g)) {
    row.push(quoted === undefined ? plain || null : quoted.replaceAll('""', '"'));
    if (end === '\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
