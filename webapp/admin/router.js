/* Routes live behind the #, filters behind its ?: every view has an address, and the browser's back goes back. */
import { useEffect, useState } from './html.js';
import { search } from './api.js';

/** The current route: path as decoded segments, query as an object. */
export function route() {
  const [path, query = ''] = location.hash.replace(/^#/, '').split(/\?(.*)/s);
  return {
    path,
    segments: path.split('/').filter(Boolean).map(decoded),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** An href inside these pages; segments are encoded, empty query values left out. */
export function href(segments, query = {}) {
  return '#/' + segments.map(encodeURIComponent).join('/') + search(query);
}

/** Goes to another view; the one before it stays in the history. */
export function go(segments, query) {
  location.hash = href(segments, query);
}

/** The same view with other filters. */
export function refine(changes) {
  const { segments, query } = route();
  const next = { ...query, ...changes };
  if (!('cursor' in changes)) {
    delete next.cursor;
  }
  const target = href(segments, next);
  if (target !== location.hash) {
    location.hash = target;
  }
}

const KEPT = 'sitehook.view';

/** Keeps the view over a login. */
export function keepView() {
  try {
    sessionStorage.setItem(KEPT, location.hash);
  } catch {
    // Then the status is where it goes on.
  }
}

/** Back to the view that was left for the login, if none is asked for now. */
export function restoreView() {
  try {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (kept && !location.hash) {
      history.replaceState(null, '', kept);
    }
  } catch {
    // Nothing was kept.
  }
}

/** The current route as state. */
export function useRoute() {
  const [current, set] = useState(route);
  useEffect(() => {
    const changed = () => set(route());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return current;
}

/** An address given by data, if it is one of our own routes; else nothing, so that no other scheme becomes a link. */
export function ownRoute(address) {
  return typeof address === 'string' && /^#\/[^\s]*$/.test(address) ? address : undefined;
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
