/* Dialogs: what will happen, to how many, before it does. */
import { createContext, html, useContext, useEffect, useRef, useState } from '../html.js';
import { Trouble, useAction } from './load.js';

/** Says a sentence to everyone: on the screen for a while, and to screen readers. */
export const Announce = createContext(() => {});
export const useAnnounce = () => useContext(Announce);

/** What the session may do: {user, admin, …}. */
export const Session = createContext({ admin: false });
export const useSession = () => useContext(Session);

/** Its children only for those who may change things. */
export function AdminOnly({ children }) {
  return useSession().admin ? children : null;
}

/** A modal dialog that is open as long as it is rendered. Escape and the cross close it; the focus goes back by itself. */
export function Dialog({ title, onClose, children, wide = false }) {
  const box = useRef(null);
  const before = useRef(document.activeElement);
  useEffect(() => {
    box.current.showModal();
    const element = before.current;
    return () => element?.isConnected && element.focus();
  }, []);
  return html`<dialog ref=${box} class=${wide ? 'wide' : ''} aria-labelledby="dialog-title" onClose=${onClose}>
    <header><h2 id="dialog-title">${title}</h2>
      <button type="button" class="icon" aria-label="Close" onClick=${() => box.current.close()}>✕</button></header>
    ${children}
  </dialog>`;
}

/**
 * Asks before a change. {@code act(values)} does it; the dialog stays open, with the error, if that fails.
 * @param reason a reason is asked for: 'required', 'optional' or nothing
 */
export function Confirm({ title, children, action, danger = false, reason, act, done, onClose, ready = true }) {
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const [words, setWords] = useState('');
  const submit = async (event) => {
    event.preventDefault();
    const answer = await run(() => act({ reason: words.trim() }));
    if (answer !== undefined) {
      announce(typeof done === 'function' ? done(answer) : done);
      onClose(answer);
    }
  };
  return html`<${Dialog} title=${title} onClose=${() => onClose()}>
    <form onSubmit=${submit}>
      <div class="dialog-body">${children}
        ${reason && html`<label class="stacked"><span>Reason${reason === 'optional' ? ' (optional)' : ''}</span>
          <input type="text" value=${words} maxlength="500" required=${reason === 'required'} autocomplete="off"
            onInput=${(event) => setWords(event.currentTarget.value)} />
          <small>It goes into the audit, with your name.</small></label>`}
        ${error && html`<${Trouble} problem=${error} compact />`}
      </div>
      <footer><button type="button" onClick=${() => onClose()}>Cancel</button>
        <button type="submit" class=${danger ? 'danger' : 'primary'} disabled=${busy || !ready}>${busy ? 'Working …' : action}</button></footer>
    </form>
  </${Dialog}>`;
}
