/* Where the pages start: session, frame, and the page of the current route. */
import { html, render, useCallback, useEffect, useErrorBoundary, useRef, useState } from './html.js';
import { session, whenSignedOut } from './api.js';
import { keepView, restoreView, useRoute } from './router.js';
import * as live from './live.js';
import { Announce, Dialog, Session } from './parts/dialog.js';
import { asProblem, Skeleton, Trouble } from './parts/load.js';
import { Frame } from './parts/frame.js';
import { Shortcuts } from './parts/shortcuts.js';
import { Text } from './parts/text.js';
import { Password } from './pages/password.js';
import { pageOf } from './pages/pages.js';

function App() {
  const [who, setWho] = useState(null);
  const [problem, setProblem] = useState(null);
  const [signedOut, setSignedOut] = useState(null);
  const [said, setSaid] = useState('');
  const announce = useCallback((sentence) => {
    setSaid('');
    setTimeout(() => setSaid(sentence), 50);
    setTimeout(() => setSaid((now) => (now === sentence ? '' : now)), 8000);
  }, []);
  const load = useCallback(() => {
    setProblem(null);
    session().then(setWho, (failure) => setProblem(asProblem(failure)));
  }, []);
  useEffect(() => {
    whenSignedOut((why) => {
      live.pause();
      keepView();
      setSignedOut({ why: why?.detail });
    });
    load();
  }, []);
  const ready = who !== null && !who.passwordMustChange;
  useEffect(() => {
    if (ready) {
      live.start();
      live.refresh();
    }
  }, [ready]);
  if (signedOut) {
    return html`<${SignedOut} why=${signedOut.why} />`;
  }
  if (who === null) {
    return html`<main id="main" class="starting" tabindex="-1"><h1>Sitehook</h1>
      ${problem ? html`<${Trouble} problem=${problem} retry=${load} />` : html`<p role="status">Loading the admin pages …</p>`}</main>`;
  }
  return html`<${Session.Provider} value=${who}><${Announce.Provider} value=${announce}>
    ${who.passwordMustChange
      ? html`<main id="main" class="starting" tabindex="-1"><${Password} first done=${load} /></main>`
      : html`<${Frame} who=${who}><${Page} /></${Frame}><${Shortcuts} />`}
    <div class="toast" role="status">${said}</div>
  </${Announce.Provider}></${Session.Provider}>`;
}

/** The page of the route. On a new path it starts anew, its heading takes the focus, and the window shows its top. */
function Page() {
  const { path, segments, query } = useRoute();
  const [module, setModule] = useState(null);
  const [failure, setFailure] = useState(null);
  const [error, resetError] = useErrorBoundary();
  const main = useRef(null);
  const first = useRef(true);
  const page = pageOf(segments);
  useEffect(() => {
    let over = false;
    resetError();
    setFailure(null);
    page.load().then(
      (loaded) => over || setModule({ path, loaded }),
      (problem) => over || setFailure(asProblem(problem)),
    );
    document.title = `${page.title} – Sitehook`;
    if (!first.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    first.current = false;
    return () => { over = true; };
  }, [path]);
  const trouble = failure ?? (error && asProblem(error));
  let content;
  if (trouble) {
    content = html`<${Trouble} problem=${trouble} retry=${() => location.reload()} />`;
  } else if (module === null || module.path !== path) {
    content = html`<${Skeleton} what=${page.title.toLowerCase()} />`;
  } else {
    content = html`<${module.loaded.default} key=${path} segments=${segments} query=${query} />`;
  }
  return html`<main id="main" tabindex="-1" ref=${main} aria-label=${page.title} data-path=${module?.path}>${content}</main>`;
}

/** Loading the page again leads to the login; what stands behind the # does not get through it, so it is kept here. */
function SignedOut({ why }) {
  return html`<main id="main" class="starting" tabindex="-1"><${Dialog} title="You are signed out" onClose=${() => location.reload()}>
    <div class="dialog-body">${why
    ? html`<p><strong><${Text} of=${why} most=${300} /></strong></p><p>What you asked for was not done.</p>`
    : html`<p>You were away for long, or signed out in another tab. Nothing was changed by that.</p>`}</div>
    <footer><button type="button" class="primary" onClick=${() => location.reload()}>Sign in again</button></footer>
  </${Dialog}></main>`;
}

// The address must stay a route, so the skip link moves the focus by itself.
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main')?.focus();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    live.refresh();
  }
});
restoreView();
const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App} />`, root);
