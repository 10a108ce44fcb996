/* One stream of server-sent events for all pages. Where it breaks, the status is asked for instead, until it is back. */
import { useEffect, useState } from './html.js';
import { get, LIVE } from './api.js';

const POLL_MILLIS = 5000;
const REOPEN_MILLIS = 20_000;
const NAMES = ['status', 'event'];

const listeners = new Map([...NAMES, 'mark'].map((name) => [name, new Set()]));
let source = null;
let poll = 0;
let reopen = 0;
let mark = 'connecting';
let lastStatus = null;

function tell(name, value) {
  for (const listener of [...listeners.get(name)]) {
    listener(value);
  }
}

function setMark(next) {
  if (next !== mark) {
    mark = next;
    tell('mark', mark);
  }
}

/** Opens the stream; does nothing while it is open. */
export function start() {
  stop();
  setMark('connecting');
  open();
}

/** Stands still until {@link start}: for reading in peace, and for a page that nobody looks at. */
export function pause() {
  stop();
  setMark('paused');
}

function stop() {
  source?.close();
  source = null;
  clearInterval(poll);
  clearTimeout(reopen);
  poll = 0;
}

function open() {
  source?.close();
  source = new EventSource(LIVE);
  source.onopen = () => {
    clearInterval(poll);
    poll = 0;
    setMark('live');
  };
  source.onerror = () => {
    setMark('reconnecting');
    startPolling();
    if (source?.readyState === EventSource.CLOSED) {
      clearTimeout(reopen);
      reopen = setTimeout(open, REOPEN_MILLIS);
    }
  };
  for (const name of NAMES) {
    source.addEventListener(name, (message) => received(name, message.data));
  }
}

function received(name, data) {
  try {
    const value = JSON.parse(data);
    if (name === 'status') {
      lastStatus = value;
    }
    tell(name, value);
  } catch {
    // Half a message; the next one is whole.
  }
}

function startPolling() {
  if (poll) {
    return;
  }
  poll = setInterval(refresh, POLL_MILLIS);
  refresh();
}

/** Asks for the status once, now. */
export async function refresh() {
  try {
    lastStatus = await get('status');
    tell('status', lastStatus);
    if (poll) {
      setMark('polling');
    }
    return null;
  } catch (problem) {
    if (poll) {
      setMark('reconnecting');
    }
    return problem;
  }
}

/** Calls the listener for each message of this name while the page stands. */
export function useLive(name, listener) {
  useEffect(() => {
    listeners.get(name).add(listener);
    return () => listeners.get(name).delete(listener);
  }, [name, listener]);
}

/** live | connecting | reconnecting | polling | paused. */
export function useMark() {
  const [value, set] = useState(mark);
  useLive('mark', set);
  useEffect(() => set(mark), []);
  return value;
}

/** The newest status, or null until there is one. */
export function useStatus() {
  const [value, set] = useState(lastStatus);
  useLive('status', set);
  useEffect(() => set(lastStatus), []);
  return value;
}
