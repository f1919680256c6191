// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Attaches to page and service worker of an origin by the DevTools protocol.
 * @param {string} port
 * @param {string} origin
 * @returns {Promise<{each: (method: string) => Promise<Record<string, any>>, close: () => void}>} `each` calls a method
 *   in both; answers by their type
 */
export async function attach(port, origin) {
  const { webSocketDebuggerUrl } = await (await fetch(`http://127.0.0.1:${port}/json/version`)).json();
  const socket = new WebSocket(webSocketDebuggerUrl);
  await new Promise((resolve) => (socket.onopen = resolve));
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
  };
  const call = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve) => {
      const id = waiting.size + 1;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  const { targetInfos } = await call('Target.getTargets');
  const targets = targetInfos.filter(
    ({ type, url }) => ['page', 'service_worker'].includes(type) && url.startsWith(origin),
  );
  const sessions = await Promise.all(
    targets.map(async ({ targetId, type }) => ({
      type,
      ...(await call('Target.attachToTarget', { targetId, flatten: true })),
    })),
  );
  const each = async (method) => {
    const answers = {};
    for (const { type, sessionId } of sessions) answers[type] = await call(method, {}, sessionId);
    return answers;
  };
  return { each, close: () => socket.close() };
}
