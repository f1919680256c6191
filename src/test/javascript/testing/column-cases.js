// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Values that fit types, and values that do not: for the tests of columns, and for the vectors that Java reads. */

const HOUR = 3_600_000;
export const entries = (...pairs) => new Map(pairs);
export const BLOB_BYTES = { struct: [{ name: 'bytes', type: 'binary' }] };

/** Type, values that fit, what a reader sees (absent: the same). */
/** @type {any[][]} */
export const fitting = [
  ['boolean', [true, false, Object(true)], [true, false, true]],
  ['tinyint', [-128, 127, 5n, Object(1)], [-128, 127, 5, 1]],
  ['smallint', [-32768, 32767]],
  ['int', [-2147483648, 2147483647]],
  [
    'bigint',
    [0, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2n ** 63n - 1n, -(2n ** 63n), 2 ** 32, -(2 ** 32)],
    [0n, -1n, 2n ** 53n - 1n, -(2n ** 53n) + 1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 32n, -(2n ** 32n)],
  ],
  ['float', [0.5, -0, NaN, Infinity, 16777216]],
  ['double', [0.1, -0, NaN, -Infinity, 1e300, 7, Object(1.5)], [0.1, -0, NaN, -Infinity, 1e300, 7, 1.5]],
  ['string', ['', 'a', Object('b')], ['', 'a', 'b']],
  [
    'text',
    ['', 'a', Object('b'), /x/g, 5, true, new Date(5), { a: 1 }, [1n], 10n ** 40n],
    ['', 'a', 'b', '/x/g', '5', 'true', '{"$date":5}', '{"a":1}', '[{"$bigint":"1"}]', `1${'0'.repeat(40)}`],
  ],
  ['json', ['a', 1, -0, [undefined]], ['"a"', '1', '{"$number":"-0"}', '[null]']],
  [
    'binary',
    [
      Uint8Array.of(1, 2),
      new ArrayBuffer(1),
      new DataView(Uint8Array.of(1, 2, 3).buffer, 1, 1),
      Uint8ClampedArray.of(9),
    ],
    [[1, 2], [0], [2], [9]].map((bytes) => Uint8Array.from(bytes)),
  ],
  [
    'date',
    [new Date(0), new Date(24 * HOUR), new Date(-24 * HOUR), new Date(8.64e15)],
    [0, 24 * HOUR, -24 * HOUR, 8.64e15],
  ],
  [
    'timestamp',
    [new Date(5), new Date(-1), new Date(8.64e15), new Date(-8.64e15)],
    [5000n, -1000n, 8640000000000000000n, -8640000000000000000n],
  ],
  ['timestamp_ntz', [new Date(1.7e12)], [1700000000000000n]],
  [{ decimal: [4, 2] }, [1, -12.5, 3n, 0.01, 99.99], [100n, -1250n, 300n, 1n, 9999n]],
  [
    { decimal: [38, 0] },
    [10n ** 37n, -(10n ** 38n) + 1n, 1e20, 2 ** 64],
    [10n ** 37n, -(10n ** 38n) + 1n, 10n ** 20n, 18446744073709552000n],
  ],
  [{ decimal: [20, 10] }, [1e-10, 1.5e3], [1n, 15000000000000n]],
  [
    { array: 'bigint' },
    [[1, null, undefined], new Set([2]), [], new BigInt64Array([3n])],
    [[1n, null, null], [2n], [], [3n]],
  ],
  [{ array: 'tinyint' }, [new Int8Array([-1])], [[-1]]],
  [{ array: 'float' }, [new Float32Array([0.1])], [[Math.fround(0.1)]]],
  [{ array: { decimal: [20, 0] } }, [new BigUint64Array([2n ** 64n - 1n])], [[2n ** 64n - 1n]]],
  [{ array: { array: 'string' } }, [[['a'], [], null]], [[['a'], [], null]]],
  [
    {
      struct: [
        { name: 'a', type: 'bigint' },
        { name: 'b', type: { struct: [{ name: 'c', type: 'string' }] } },
      ],
    },
    [{ a: 1, extra: 2 }, {}, { b: { c: 'x' } }],
    [
      { a: 1n, b: null },
      { a: null, b: null },
      { a: null, b: { c: 'x' } },
    ],
  ],
  [
    {
      struct: [
        { name: 'name', type: 'string' },
        { name: 'message', type: 'string' },
      ],
    },
    [new TypeError('no')],
    [{ name: 'TypeError', message: 'no' }],
  ],
  [
    { map: ['string', 'bigint'] },
    [{ b: 1, a: null }, entries(['x', 2]), {}],
    [entries(['b', 1n], ['a', null]), entries(['x', 2n]), entries()],
  ],
  [
    { map: ['text', 'bigint'] },
    [entries([1, 1], [new Date(5), 2]), { a: 3 }],
    [entries(['1', 1n], ['{"$date":5}', 2n]), entries(['a', 3n])],
  ],
  [{ map: ['double', 'string'] }, [entries([1, 'a'], [NaN, 'b'])], [entries([1, 'a'], [NaN, 'b'])]],
  [
    { map: ['json', 'bigint'] },
    [entries([new Date(5), 1], ['{"$date":5}', 2], ['\ud800', 3], ['\udfff', 4])],
    [entries(['{"$date":5}', 1n], ['"{\\"$date\\":5}"', 2n], ['"\\ud800"', 3n], ['"\\udfff"', 4n])],
  ],
  [{ map: ['json', 'string'] }, [entries([1, 'a'], ['1', 'b'])], [entries(['1', 'a'], ['"1"', 'b'])]],
  [
    { map: ['json', 'string'] },
    [entries(['\ud800', 'a'], ['\ufffd', 'b'])],
    [entries(['"\\ud800"', 'a'], ['"\ufffd"', 'b'])],
  ],
];

/** A list as it comes of `list[id] = x`: next to nothing in the store, and endless to whoever walks through it. */
function sparse() {
  const list = [];
  list[4e9] = 1;
  return list;
}

/** Type, value, what the error says of it. */
/** @type {any[][]} */
export const misfits = [
  ['boolean', 0, 'the number 0 does not fit boolean'],
  ['tinyint', 128, 'the number 128 does not fit tinyint'],
  ['tinyint', 1.5, 'the number 1.5 does not fit tinyint'],
  ['tinyint', '1', 'a string does not fit tinyint'],
  ['tinyint', { valueOf: 1, toString: 2 }, 'an object does not fit tinyint'],
  ['int', -0, 'the number -0 does not fit int'],
  ['int', 2n ** 40n, 'a 13-digit bigint does not fit int'],
  ['bigint', -0, 'the number -0 does not fit bigint'],
  ['bigint', 2 ** 53, 'the number 9007199254740992 does not fit bigint'],
  ['bigint', 2n ** 63n, 'a 19-digit bigint does not fit bigint'],
  ['bigint', new Date(5), 'a Date does not fit bigint'],
  ['float', 0.1, 'the number 0.1 does not fit float'],
  ['double', 1n, 'a 1-digit bigint does not fit double'],
  ['double', '1', 'a string does not fit double'],
  ['binary', 'AA==', 'a string does not fit binary'],
  ['binary', new Int8Array(1), 'an Int8Array does not fit binary'],
  ['binary', new Blob(['x']), 'a Blob does not fit binary'],
  ['date', new Date(1), 'a Date does not fit date: it is not midnight in UTC'],
  ['timestamp', 5, 'the number 5 does not fit timestamp'],
  [{ decimal: [3, 1] }, 100, 'the number 100 does not fit decimal(3,1)'],
  [{ decimal: [3, 1] }, 0.25, 'the number 0.25 does not fit decimal(3,1)'],
  [{ decimal: [3, 1] }, NaN, 'the number NaN does not fit decimal(3,1)'],
  ['string', 5, 'the number 5 does not fit string'],
  [
    { map: ['text', 'int'] },
    entries(['1', 1], [1, 1]),
    'the number 1 as a second key of the same form does not fit map<text,int>',
  ],
  [{ array: 'string' }, 'text', 'a string does not fit array<string>'],
  [{ array: 'int' }, { length: 1 }, 'an object does not fit array<int>'],
  [{ array: 'int' }, sparse(), 'an Array does not fit array<int>: it has 4000000001 places'],
  ['json', sparse(), 'the value has no form: it holds a list of 4000000001 places'],
  [{ struct: [{ name: 'a', type: 'int' }] }, [1], 'an Array does not fit struct<a:int>'],
  [{ struct: [{ name: 'a', type: 'int' }] }, new Map(), 'a Map does not fit struct<a:int>'],
  [{ map: ['string', 'int'] }, entries([1, 1]), 'the number 1 does not fit string'],
  [{ map: ['double', 'int'] }, { 1: 1 }, 'an object does not fit map<double,int>'],
  [{ map: ['double', 'int'] }, entries([null, 1]), 'a Map with a null key does not fit map<double,int>'],
  [
    { map: ['string', 'int'] },
    entries(['\ud800', 1], ['\udfff', 1]),
    'a string as a second key of the same form does not fit map<string,int>',
  ],
  [
    { map: ['timestamp', 'int'] },
    entries([new Date(1), 1], [new Date(1), 2]),
    'a Date as a second key of the same form does not fit map<timestamp,int>',
  ],
  [
    { map: ['bigint', 'int'] },
    entries([1, 1], [1n, 2]),
    'a 1-digit bigint as a second key of the same form does not fit map<bigint,int>',
  ],
  [
    { map: ['json', 'int'] },
    entries([{ a: 1 }, 1], [{ a: 1 }, 2]),
    'an object as a second key of the same form does not fit map<json,int>',
  ],
  [
    { map: [{ struct: [{ name: 'a', type: 'int' }] }, 'int'] },
    entries([{ a: 1, b: 1 }, 1], [{ a: 1, b: 2 }, 2]),
    'an object as a second key of the same form does not fit map<struct<a:int>,int>',
  ],
  [
    { map: [{ array: 'double' }, 'int'] },
    entries([[0, NaN], 1], [[-0, NaN], 2]),
    'an Array as a second key of the same form does not fit map<array<double>,int>',
  ],
  [
    { map: [{ array: 'int' }, 'int'] },
    entries([[1], 1], [new Set([1]), 2]),
    'a Set as a second key of the same form does not fit map<array<int>,int>',
  ],
  [
    { map: [{ array: { struct: [{ name: 'a', type: { map: ['string', 'boolean'] } }] } }, 'int'] },
    entries([[null, {}, { a: { x: true } }], 1], [[undefined, { b: 1 }, { a: entries(['x', Object(true)]) }], 2]),
    'an Array as a second key of the same form does not fit map<array<struct<a:map<string,boolean>>>,int>',
  ],
  [
    { map: [{ decimal: [10, 2] }, 'int'] },
    entries([1, 1], [1n, 2]),
    'a 1-digit bigint as a second key of the same form does not fit map<decimal(10,2),int>',
  ],
  [
    { map: ['binary', 'int'] },
    entries([Uint8Array.of(1), 1], [Uint8Array.of(1).buffer, 2]),
    'binary data as a second key of the same form does not fit map<binary,int>',
  ],
  [
    { map: ['json', 'int'] },
    entries([new URL('http://localhost'), 1]),
    'the value has no form: it holds an object of class URL',
  ],
  ['json', new URL('http://localhost'), 'the value has no form: it holds an object of class URL'],
];

export const invalid = new Date(NaN);

/** Type, value with what is null in Arrow too, its cell in a line of JSON. */
export const nulls = [
  ...['boolean', 'bigint', 'double', 'string', 'text', 'json', 'binary', 'date', 'timestamp', 'timestamp_ntz'].map(
    (type) => [type, invalid, 'null'],
  ),
  [{ decimal: [9, 2] }, invalid, 'null'],
  [{ array: 'timestamp' }, invalid, 'null'],
  [{ map: ['string', 'int'] }, invalid, 'null'],
  [{ struct: [{ name: 'a', type: 'int' }] }, invalid, 'null'],
  [{ array: 'timestamp' }, [invalid, new Date(1)], '[null,{"$date":1}]'],
  [{ array: 'json' }, new Set([invalid, [invalid]]), '{"$set":[null,[{"$date":null}]]}'],
  [{ map: ['string', 'date'] }, { a: invalid }, '{"a":null}'],
  [{ map: ['int', { array: 'text' }] }, new Map([[1, [invalid]]]), '{"$map":[[1,[null]]]}'],
  [{ struct: [{ name: 'a', type: { array: 'int' } }] }, { a: invalid, b: 1 }, '{"a":null}'],
  [{ struct: [{ name: 'a', type: 'int' }] }, {}, '{"a":null}'],
];

export const city = { struct: [{ name: 'city', type: 'string' }] };

/** Type, value with more in it than the type names, its cell in a line of JSON. */
export const projections = [
  [city, { secret: 1, city: 'Rome' }, '{"city":"Rome"}'],
  [{ array: city }, [{ city: 'Rome', secret: 1 }, null], '[{"city":"Rome"},null]'],
  [{ array: city }, new Set([{ city: 'Rome', secret: 1 }]), '{"$set":[{"city":"Rome"}]}'],
  [{ map: ['string', city] }, { $a: { secret: 1, city: 'Rome' } }, '{"$$a":{"city":"Rome"}}'],
  [{ map: [city, city] }, new Map([[{ s: 1, city: 'k' }, { s: 1 }]]), '{"$map":[[{"city":"k"},{"city":null}]]}'],
  [{ struct: [{ name: '$a', type: city }] }, { $a: { s: 1, city: 'Rome' }, $b: 1 }, '{"$$a":{"city":"Rome"}}'],
  [{ struct: [{ name: 'message', type: 'string' }] }, new RangeError('no'), '{"$error":{"message":"no"}}'],
  [{ struct: [{ name: '\ufffd', type: 'int' }] }, { '\udc00': 1, b: 2 }, '{"\ufffd":1}'],
  [{ struct: [{ name: '__proto__', type: 'int' }] }, JSON.parse('{"__proto__":1,"b":2}'), '{"__proto__":1}'],
  [{ array: 'smallint' }, Uint8Array.of(1, 255), '[1,255]'],
  [{ array: 'double' }, Uint8ClampedArray.of(7, 8), '[7,8]'],
  [{ array: 'int' }, Int16Array.of(-1), '{"$array":{"type":"int16","values":[-1]}}'],
];

/** Type, value, its cell in CSV. */
export const cells = [
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
