// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The codes of errors that arise in the browser or end a link, a part of the Java enum `wire.ErrorCode`. Constants, not
 * members of an object: so each bundle holds those that it uses.
 */
export const AGENT_UNREACHABLE = 'AGENT_UNREACHABLE';
export const BAD_MESSAGE = 'BAD_MESSAGE';
export const CLIENT_BLOCKED = 'CLIENT_BLOCKED';
export const CLIENT_REPLACED = 'CLIENT_REPLACED';
export const CLIENT_TWIN = 'CLIENT_TWIN';
export const CONSENT_REFUSED = 'CONSENT_REFUSED';
export const CSP_BLOCKED = 'CSP_BLOCKED';
export const DATABASE_BUSY = 'DATABASE_BUSY';
export const DATABASE_NOT_FOUND = 'DATABASE_NOT_FOUND';
export const FRAME_TOO_LARGE = 'FRAME_TOO_LARGE';
export const HOST_REFUSED = 'HOST_REFUSED';
export const INDEX_NOT_FOUND = 'INDEX_NOT_FOUND';
export const LOCAL_NETWORK_REFUSED = 'LOCAL_NETWORK_REFUSED';
export const OPTION_INVALID = 'OPTION_INVALID';
export const OPTION_MISSING = 'OPTION_MISSING';
export const OPTION_UNKNOWN = 'OPTION_UNKNOWN';
export const ORIGIN_REFUSED = 'ORIGIN_REFUSED';
export const PROTOCOL_VERSION = 'PROTOCOL_VERSION';
export const RECORD_TOO_LARGE = 'RECORD_TOO_LARGE';
export const REDACTION_FAILED = 'REDACTION_FAILED';
export const STORE_NOT_ALLOWED = 'STORE_NOT_ALLOWED';
export const STORE_NOT_FOUND = 'STORE_NOT_FOUND';
export const STORE_REPLACED = 'STORE_REPLACED';
export const TOKEN_ENDED = 'TOKEN_ENDED';
export const TOKEN_IN_URL = 'TOKEN_IN_URL';
export const TOKEN_MISSING = 'TOKEN_MISSING';
export const TOKEN_WRONG = 'TOKEN_WRONG';
export const TOKEN_WRONG_KIND = 'TOKEN_WRONG_KIND';
export const VALUE_DOES_NOT_FIT = 'VALUE_DOES_NOT_FIT';
export const WORKER_FAILED = 'WORKER_FAILED';
export const WORKER_SILENT = 'WORKER_SILENT';
