// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A browser as the page link sees it: tabs of one profile that share locks and channels, with a clock that a test
 * moves. Sockets and the service worker are hand-made; MessageChannel is Node's.
 */
export class FakeBrowser {
  now = 0;
  /** @type {{at: number, run: () => void, every?: number, depth: number}[]} */
  timers = [];
  /**
   * Whether all is hidden for so long that a timer set by a timer, and so on five times, runs on the minute alone, as
   * in Chrome.
   */
  throttles = false;
  /** How many timers led to the one that runs. */
  depth = 0;
  /** @type {FakeSocket[]} */
  sockets = [];
  locks = new Map();
  /** @type {Set<FakeChannel>} */
  channels = new Set();
  storage = new Map();
  /** @type {(request: any, port: MessagePort) => void} answers requests; silent unless a test says otherwise */
  worker = () => {};
  /** What an app's own code threw. @type {unknown[]} */
  reported = [];
  /** @type {(port: MessagePort) => void} answers inquiries after requests; busy unless a test says otherwise */
  inquiry = () => {};
  /**
   * Answers whether there is an export worker: there is one unless a test says otherwise.
   * @type {(port: MessagePort, inquiry: any) => void}
   */
  proof = (port) => port.postMessage({ serves: false });
  /** The service worker of the app: a test may put another in its place. */
  active = this.serviceWorker();

  tab(visibilityState = 'visible') {
    const browser = this;
    const tab = new EventTarget();
    return Object.assign(tab, {
      self: tab,
      top: tab,
      addEventListener: tab.addEventListener.bind(tab),
      location: new URL('http://localhost/app/'),
      document: Object.assign(new EventTarget(), { hidden: visibilityState === 'hidden' }),
      performance: { now: () => browser.now },
      crypto: { randomUUID: () => `id-${browser.storage.size}` },
      localStorage: {
        getItem: (name) => browser.storage.get(name) ?? null,
        setItem: (name, value) => browser.storage.set(name, value),
      },
      navigator: { userAgent: 'Fake/1', locks: new FakeLocks(browser), serviceWorker: fakeContainer(browser) },
      MessageChannel,
      BroadcastChannel: class extends FakeChannel {
        constructor() {
          super(browser);
        }
      },
      WebSocket: class extends FakeSocket {
        constructor(url) {
          super(url);
          browser.sockets.push(this);
        }
      },
      setTimeout: (run, delay) => browser.timer(run, delay),
      setInterval: (run, delay) => browser.timer(run, delay, delay),
      reportError: (error) => browser.reported.push(error),
      clearTimeout: (timer) => browser.clear(timer),
      clearInterval: (timer) => browser.clear(timer),
    });
  }

  /** A service worker with an export worker that answers as this browser says, unless it is given other answers. */
  serviceWorker(scriptURL = 'http://localhost/sw.js', answers = {}) {
    const postMessage = ({ sparkIndexedDB, ticket }, [port]) => {
      const { worker, inquiry, proof } = { ...this, ...answers };
      if (sparkIndexedDB.op !== 'inquire') worker(sparkIndexedDB, port);
      else if (ticket) inquiry(port);
      else proof(port, sparkIndexedDB);
    };
    return { scriptURL, postMessage, state: 'activated' };
  }

  timer(run, delay, every) {
    const depth = this.depth + 1;
    const slot = this.throttles && depth >= 5 ? 60_000 : 1;
    const timer = { at: Math.ceil((this.now + delay) / slot) * slot, run, every, depth };
    this.timers.push(timer);
    return timer;
  }

  clear(timer) {
    this.timers = this.timers.filter((other) => other !== timer);
  }

  /** Moves the clock, running what falls due in order. */
  async pass(time) {
    const end = this.now + time;
    await settled();
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.now = due.at;
      if (due.every) due.at += due.every;
      else this.clear(due);
      this.depth = due.depth;
      due.run();
      // What a message or another event sets off is not of the timer.
      for (let i = 0; i < 10; i++) await null;
      this.depth = 0;
      await settled();
    }
    this.now = end;
  }

  /** The newest, of which a test knows that there is one. */
  get socket() {
    return /** @type {FakeSocket} */ (this.sockets.at(-1));
  }
}

/** Tells nothing, as a service worker without export worker does, and closes its ports at the end. */
export function mute() {
  const ports = [];
  return { answer: (port) => ports.push(port), ports, end: () => ports.forEach((port) => port.close()) };
}

/** Waits until promises and messages have had their turn. */
export async function settled() {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

function fakeContainer(browser) {
  const registration = {
    get active() {
      return browser.active;
    },
  };
  return {
    getRegistration: async () => registration,
    getRegistrations: async () => [{ active: null }, registration],
  };
}

class FakeSocket {
  readyState = 0;
  bufferedAmount = 0;
  /** What the page link listens with. @type {any} */
  onopen;
  /** @type {any} */
  onmessage;
  /** @type {any} */
  onclose;
  /** @type {any} */
  onerror;
  /** @type {any[]} messages as objects, frames as they are */
  sent = [];

  constructor(url) {
    this.url = url;
  }

  send(data) {
    this.sent.push(typeof data === 'string' ? JSON.parse(data) : data);
  }

  close() {
    this.readyState = 3;
  }

  open() {
    this.readyState = 1;
    this.onopen();
  }

  says(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  ends(code, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

class FakeChannel {
  constructor(browser) {
    this.all = browser.channels;
    this.all.add(this);
  }

  postMessage(data) {
    for (const other of this.all) if (other !== this) queueMicrotask(() => other.onmessage?.({ data }));
  }

  close() {
    this.all.delete(this);
  }
}

/** Web Locks, exclusive ones: a queue for each name, `signal` to leave it, `steal` to pass it. */
class FakeLocks {
  constructor(browser) {
    this.all = browser.locks;
  }

  request(name, { signal, steal }, callback) {
    const lock = this.all.get(name) ?? { holder: null, queue: [] };
    this.all.set(name, lock);
    return new Promise((resolve, reject) => {
      const waiting = { callback, resolve, reject };
      signal?.addEventListener('abort', () => {
        if (lock.queue.includes(waiting)) reject(new DOMException('called off', 'AbortError'));
        lock.queue = lock.queue.filter((other) => other !== waiting);
      });
      if (steal) {
        lock.holder?.reject(new DOMException('taken', 'AbortError'));
        lock.holder = null;
        lock.queue.unshift(waiting);
      } else lock.queue.push(waiting);
      this.grant(lock);
    });
  }

  grant(lock) {
    if (lock.holder || lock.queue.length === 0) return;
    const holder = lock.queue.shift();
    lock.holder = holder;
    queueMicrotask(async () => {
      holder.resolve(await holder.callback());
      if (lock.holder !== holder) return;
      lock.holder = null;
      this.grant(lock);
    });
  }
}
