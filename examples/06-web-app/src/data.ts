// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// The app's data, each store kept by the library that its authors like.
import { Dexie, type EntityTable } from 'dexie';
import { type DBSchema, openDB } from 'idb';
import localforage from 'localforage';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

function some<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

interface Note {
  id: number;
  title: string;
  tags: string[];
  author: string;
  written: Date;
}

/** Dexie: its version 2 is IndexedDB's 20; an index of many entries (*tags) and one of two fields. */
export async function keepNotes(): Promise<string> {
  const notes = new Dexie('notes') as Dexie & { notes: EntityTable<Note, 'id'> };
  notes.version(2).stores({ notes: '++id, title, *tags, [author+written]' });
  await notes.notes.clear();
  await notes.notes.bulkAdd(
    some(1000, (n) => ({
      title: `Note ${n}`,
      tags: ['all', n % 10 === 0 ? 'round' : 'other'],
      author: n % 2 === 0 ? 'Ada' : 'Grace',
      written: new Date(START + n * HOUR),
    })),
  );
  return `${await notes.notes.count()} notes`;
}

interface Journal extends DBSchema {
  entries: {
    key: string;
    value: { day: string; mood: number; note: { text: string; words: number } };
    indexes: { byMood: number };
  };
}

/** idb: the browser's own API with promises. */
export async function keepEntries(): Promise<string> {
  const journal = await openDB<Journal>('journal', 1, {
    upgrade: (database) => void database.createObjectStore('entries', { keyPath: 'day' }).createIndex('byMood', 'mood'),
  });
  const { store, done } = journal.transaction('entries', 'readwrite');
  some(365, (n) =>
    store.put({
      day: new Date(START + n * 24 * HOUR).toISOString().slice(0, 10),
      mood: n % 5,
      note: { text: `Day ${n}`, words: 2 },
    }),
  );
  await done;
  return `${await journal.count('entries')} days`;
}

/** localForage: values under keys, in a store that it calls keyvaluepairs; here they are of all sorts. */
export async function keepSettings(): Promise<string> {
  const settings = localforage.createInstance({ name: 'settings' });
  await settings.setItem('theme', 'dark');
  await settings.setItem('fontSize', 14);
  await settings.setItem('window', { width: 1280, height: 800 });
  return `${await settings.length()} settings`;
}

/** localForage again, with values of one sort. */
export async function keepDrafts(): Promise<string> {
  const drafts = localforage.createInstance({ name: 'drafts' });
  for (const n of some(20, (n) => n))
    await drafts.setItem(`draft-${n}`, { text: 'to be written', saved: new Date(START + n) });
  return `${await drafts.length()} drafts`;
}
