// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { connect } from 'spark-indexeddb/page-link.js';
import { keepDrafts, keepEntries, keepNotes, keepSettings } from './data';

const counts = await Promise.all([keepNotes(), keepEntries(), keepSettings(), keepDrafts()]);
document.querySelector('#counts')!.textContent = counts.join(' · ');

await navigator.serviceWorker.register('/sw.js', { type: 'module' });

// A real app would have the agent's address in its settings. Here it is in the page's: ?agent=http://localhost:8787
const agent = new URLSearchParams(location.search).get('agent');
if (agent) {
  const sharing = document.querySelector<HTMLElement>('#sharing')!;
  await connect({
    endpoint: agent,
    statusElement: sharing,
    onStatus: ({ state, message }) => console.log(state, message ?? ''),
  });
}
