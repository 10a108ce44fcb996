/* Reading from the API, with the three states that are not data: loading, empty, error. */
import { call, html, useCallback, useEffect, useRef, useState } from '../html.js';
import { get, Problem, search } from '../api.js';
import { Text } from './text.js';

/**
 * Reads a path. Older data stay while newer are fetched, or cannot be.
 * @returns {{data, error, loading, reload}}
 */
export function useLoad(path, query = {}) {
  const [state, set] = useState({ data: null, error: null, loading: true });
  const [round, setRound] = useState(0);
  const address = path === null ? null : path + search(query);
  useEffect(() => {
    if (address === null) {
      return undefined;
    }
    const abort = new AbortController();
    set((before) => ({ ...before, loading: true }));
    get(address, {}, abort.signal).then(
      (data) => abort.signal.aborted || set({ data, error: null, loading: false }),
      (error) => abort.signal.aborted || set((before) => ({ data: before.data, error: asProblem(error), loading: false })),
    );
    return () => abort.abort();
  }, [address, round]);
  return { ...state, reload: useCallback(() => setRound((before) => before + 1), []) };
}

/** A change in flight: {@code run(call)} answers what the call answered, or undefined after an error, which is kept. */
export function useAction() {
  const [state, set] = useState({ busy: false, error: null });
  const alive = useRef(true);
  useEffect(() => () => { alive.current = false; }, []);
  const run = useCallback(async (call) => {
    set({ busy: true, error: null });
    try {
      const answer = await call();
      if (alive.current) {
        set({ busy: false, error: null });
      }
      return answer ?? true;
    } catch (error) {
      if (alive.current) {
        set({ busy: false, error: asProblem(error) });
      }
      return undefined;
    }
  }, []);
  return { ...state, run };
}

export function asProblem(error) {
  return error instanceof Problem ? error : new Problem({ title: 'The page failed', detail: String(error?.message ?? error) });
}

/** What went wrong, and a button to try again. */
export function Trouble({ problem, retry, compact = false }) {
  const fields = problem.problems ?? [];
  return html`<div class=${compact ? 'notice bad compact' : 'notice bad'} role="alert">
    <p class="notice-title"><${Text} of=${problem.title} most=${300} /></p>
    ${problem.detail && html`<p><${Text} of=${problem.detail} most=${600} /></p>`}
    ${fields.length > 0 && html`<ul>${fields.map((each) => html`<li><${Text} of=${each.field} />: <${Text} of=${each.message} /></li>`)}</ul>`}
    ${retry && html`<p><button type="button" onClick=${retry}>Try again</button></p>`}
  </div>`;
}

/** Shows what a load has: a skeleton, an error with a retry, or what its child, a function, makes of the data. */
export function Loaded({ load, what, children }) {
  if (load.data === null) {
    return load.error
      ? html`<${Trouble} problem=${load.error} retry=${load.reload} />`
      : html`<${Skeleton} what=${what} />`;
  }
  return html`<div class="loaded" aria-busy=${load.loading}>
    ${load.error && html`<${Trouble} problem=${load.error} retry=${load.reload} compact />
      <p class="soft">What follows is older than that.</p>`}
    ${call(children, load.data)}
  </div>`;
}

export function Skeleton({ what }) {
  return html`<div class="skeleton" role="status">
    <span class="skeleton-words">Loading ${what} …</span>
    <span class="bone"></span><span class="bone"></span><span class="bone"></span>
  </div>`;
}

/** Nothing to show, and why that is, and what to do. */
export function Empty({ title, children }) {
  return html`<div class="empty"><p class="empty-title">${title}</p>${children && html`<p>${children}</p>`}</div>`;
}
