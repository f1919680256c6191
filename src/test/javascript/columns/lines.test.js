// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBatch, layoutOf, messageOf } from '../../../main/javascript/columns/batch.js';
import { joined } from '../../../main/javascript/columns/frame.js';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { toTaggedJson } from '../../../main/javascript/values/tagged-json.js';
import { wellFormed } from '../../../main/javascript/values/text.js';
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
    '{"$date":null}',
    'null',
    '"a"',
    '[{"$set":["\\ud800"]}]',
  ]);
});

test('without columns a line of JSON is the whole record, whatever it is', () => {
  const records = [{ id: 1, $a: new Date(5) }, 'three', null, undefined, [1n]];
  assert.equal(linesOf('ndjson', [], records), '{"id":1,"$$a":{"$date":5}}\n"three"\nnull\nnull\n[{"$bigint":"1"}]\n');
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

/** Type, value, its cell in CSV. */
const cells = [
  ['boolean', false, 'false'],
  ['tinyint', Object(-1), '-1'],
  ['bigint', 2n ** 63n - 1n, '9223372036854775807'],
  ['float', 0.5, '0.5'],
  ['double', -0, '-0.0'],
  ['double', NaN, 'NaN'],
  ['double', -Infinity, '-Inf'],
  ['double', 1e300, '1e+300'],
  [{ decimal: [38, 0] }, 1e20, '100000000000000000000'],
  [{ decimal: [9, 3] }, -0.05, '-0.050'],
  [{ decimal: [9, 3] }, 1234, '1234.000'],
  [{ decimal: [2, 2] }, 0, '0.00'],
  ['date', new Date('2024-02-29T00:00:00Z'), '2024-02-29'],
  ['timestamp', new Date(5), '1970-01-01T00:00:00.005Z'],
  ['timestamp_ntz', new Date(5), '1970-01-01T00:00:00.005'],
  ['binary', Uint8Array.of(0, 1), 'AAE='],
  ['binary', new ArrayBuffer(0), '""'],
  ['string', 'plain', 'plain'],
  ['string', '', '""'],
  ['string', 'a,b', '"a,b"'],
  ['string', 'say "hi"', '"say ""hi"""'],
  ['string', 'two\nlines', '"two\nlines"'],
  ['string', ' space', '" space"'],
  ['string', '\ufeffmark', '"\ufeffmark"'],
  ['string', 'a\ud800', 'a\ufffd'],
  ['string', '\udfffb', '\ufffdb'],
  ['text', 5, '5'],
  ['json', 'a', '"""a"""'],
  [{ array: 'int' }, [1, null], '"[1,null]"'],
  [{ struct: [{ name: 'a', type: 'timestamp' }] }, { a: new Date(5) }, '"{""a"":{""$date"":5}}"'],
];

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
