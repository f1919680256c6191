// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** What becomes of a link; `code` is one of connector-docs/errors.md. */
export interface Status {
  readonly state: 'waiting' | 'connecting' | 'linked' | 'standby' | 'refused' | 'closed';
  readonly code?: string;
  readonly message?: string;
}

export interface LinkOptions {
  /** The agent: `https://agent.example:8787`, or a path of the app's own origin below which a proxy serves it. */
  endpoint: string;
  /** The agent's browser token. */
  token?: string;
  /** The script of the app's service worker, if the page is not in its scope. */
  worker?: string;
  /** Asked first: nothing is connected before it says true. */
  consent?: () => boolean | Promise<boolean>;
  /** Shows the status to the user. */
  statusElement?: HTMLElement;
  /** Told of every change. */
  onStatus?: (status: Status) => void;
}

export interface Link {
  readonly status: Status;
  /** Ends the link for good. */
  close(): void;
}

/** Links this page's origin to an agent, through the app's own service worker. Rejects options that cannot be. */
export function connect(options: LinkOptions): Promise<Link>;
