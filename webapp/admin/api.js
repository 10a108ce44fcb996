/* Calls of the admin API. Answers are parsed JSON; whatever goes wrong is thrown as a Problem. */
const BASE = 'api/';
const LONGEST_MILLIS = 30_000;

let csrf = '';
let onSignedOut = () => {};

/** What went wrong, in the words of the server where it had some. */
export class Problem extends Error {
  constructor({ title, detail = '', status = 0, problems = [] }) {
    super(title);
    this.title = title;
    this.detail = detail;
    this.status = status;
    this.problems = Array.isArray(problems) ? problems : [];
  }

  /** The message for one field of a form, or nothing. */
  of(field) {
    return this.problems.filter((problem) => problem.field === field).map((problem) => problem.message).join(' ');
  }
}

/** @param listener is told why, if that was the answer to a change */
export function whenSignedOut(listener) {
  onSignedOut = listener;
}

/** Reads the session, and with it the token that every change has to carry. */
export async function session(signal) {
  const answer = await get('session', {}, signal);
  csrf = answer.csrf ?? '';
  return answer;
}

export function get(path, query = {}, signal) {
  return call('GET', path + search(query), undefined, signal);
}

export function post(path, body = {}) {
  return call('POST', path, body);
}

export function put(path, body) {
  return call('PUT', path, body);
}

/** The address of a list as a file; all its filters apply. */
export function download(path, query, format) {
  return BASE + path + search({ ...query, format });
}

export const LIVE = BASE + 'live';

/** A path segment that came from data. */
export const segment = encodeURIComponent;

/** A query string of all values that are there; empty ones are left out. */
export function search(query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') {
      params.append(name, value);
    }
  }
  const text = params.toString();
  return text ? '?' + text : '';
}

async function call(method, path, body, signal) {
  const timeout = AbortSignal.timeout(LONGEST_MILLIS);
  const headers = { Accept: 'application/json, application/problem+json' };
  if (method !== 'GET') {
    headers['X-CSRF-Token'] = csrf;
    headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(BASE + path, {
      method,
      headers,
      body: method === 'GET' ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: signal && AbortSignal.any ? AbortSignal.any([signal, timeout]) : (signal ?? timeout),
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw unreachable(failure);
  }
  if (response.ok) {
    return response.status === 204 ? null : parsed(response);
  }
  const problem = await refused(response);
  if (response.status === 401) {
    onSignedOut(method === 'GET' ? null : problem);
  }
  throw problem;
}

function unreachable(failure) {
  const late = failure.name === 'TimeoutError';
  return new Problem({
    title: late ? 'The server took too long' : 'The server does not answer',
    detail: late
      ? `No answer within ${LONGEST_MILLIS / 1000} seconds. Nothing is known to have changed; look before you try again.`
      : 'It may be stopping or starting, or the network between you and it is down. Webhooks are not taken in while it is down.',
  });
}

async function parsed(response) {
  try {
    return await response.json();
  } catch (failure) {
    throw new Problem({ title: 'The answer is not JSON', status: response.status, detail: String(failure.message) });
  }
}

async function refused(response) {
  let problem = {};
  try {
    if ((response.headers.get('Content-Type') ?? '').includes('json')) {
      problem = await response.json();
    }
  } catch {
    // Told by the status alone, then.
  }
  return new Problem({
    title: text(problem.title) || `The server answered ${response.status}`,
    detail: text(problem.detail),
    status: response.status,
    problems: problem.problems,
  });
}

function text(value) {
  return typeof value === 'string' ? value : '';
}
