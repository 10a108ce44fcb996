/* Mends the body of an unreadable event. The old one stays as it is; what is sent becomes a new event. */
import { html, useEffect, useRef, useState } from '../html.js';
import { post, segment } from '../api.js';
import { go } from '../router.js';
import { useAnnounce } from './dialog.js';
import { Trouble, useAction } from './load.js';
import { jsonTrouble } from './pretty.js';

export function Repair({ event, onClose }) {
  const [text, setText] = useState(event.body ?? '');
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const box = useRef(null);
  useEffect(() => box.current.focus(), []);
  const hint = jsonTrouble(text);
  const straight = () => setText(text.replace(/[\u201c\u201d\u201e]/g, '"').replace(/[\u2018\u2019]/g, "'"));
  const submit = async (pressed) => {
    pressed.preventDefault();
    const answer = await run(() => post(`events/${segment(event.id)}/repair`, { body: text }));
    if (answer?.event) {
      announce('The repaired body is stored as a new event.');
      go(['events', answer.event]);
    }
  };
  return html`<section class="card repair" aria-labelledby="repair"><header class="card-head"><h2 id="repair">Repair the body</h2></header>
    <form onSubmit=${submit}>
      <p>Correct the text below. It is read as strictly as a post; then it is stored as a new event, marked as the repair of this one, and delivered.</p>
      <label class="stacked"><span>Body</span><textarea ref=${box} rows="12" spellcheck=${false} class="mono" value=${text} aria-describedby="repair-hint"
        onInput=${(change) => setText(change.currentTarget.value)}></textarea></label>
      <p id="repair-hint" role="status" class=${hint ? 'warn-text' : 'good-text'}>${hint ?? 'This is JSON.'}
        ${hint?.startsWith('There are curly') && html` <button type="button" onClick=${straight}>Make them straight</button>`}</p>
      ${error && html`<${Trouble} problem=${error} compact />`}
      <p class="row-of-buttons"><button type="button" onClick=${onClose}>Cancel</button>
        <button type="submit" class="primary" disabled=${busy}>${busy ? 'Storing …' : 'Store the repaired event'}</button></p>
    </form></section>`;
}
