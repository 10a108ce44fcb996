/* A signed no-op through the whole way, step by step: "active" is proven, not believed. */
import { html, useState } from '../html.js';
import { post } from '../api.js';
import { href } from '../router.js';
import { Dialog, useAnnounce } from './dialog.js';
import { Trouble, useAction } from './load.js';
import { millis } from '../time.js';
import { plain, Text } from './text.js';

export function Probe({ connections, onClose }) {
  const names = connections.map((each) => each.name);
  const [connection, setConnection] = useState(names[0] ?? '');
  const [result, setResult] = useState(null);
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const start = async (event) => {
    event.preventDefault();
    setResult(null);
    const answer = await run(() => post('probe', { connection }));
    if (answer) {
      setResult(answer);
      announce(answer.ok ? 'The probe went the whole way.' : 'The probe did not come through.');
    }
  };
  return html`<${Dialog} title="Probe" onClose=${onClose}><form onSubmit=${start}>
    <div class="dialog-body">
      <p>Sends one signed status change to this server's own address, the way SiteCapture does. No handler of yours sees it.</p>
      <label class="stacked"><span>Connection</span><select value=${connection} onChange=${(event) => setConnection(event.currentTarget.value)}>
        ${names.map((name) => html`<option value=${name}>${plain(name, 80)}</option>`)}</select></label>
      ${error && html`<${Trouble} problem=${error} compact />`}
      ${busy && html`<p role="status" class="soft">On its way …</p>`}
      ${result && html`<ol class="steps-run">${(result.steps ?? []).map((step) => html`<li class=${step.ok ? 'good' : 'bad'}>
        <span class="step-sign" aria-hidden="true">${step.ok ? '✓' : '✕'}</span>
        <span><strong><${Text} of=${step.name} /></strong><span class="unseen-text">${step.ok ? ': passed' : ': failed'}</span>${' '}<span class="soft">${millis(step.millis)}</span><br /><${Text} of=${step.text} most=${400} none="" /></span></li>`)}</ol>
        <p>${result.ok ? 'It went the whole way.' : 'It stopped at the step marked ✕.'}
          ${result.event && html` <a href=${href(['events', result.event])}>See its event</a>`}</p>`}
    </div>
    <footer><button type="button" onClick=${onClose}>Close</button>
      <button type="submit" class="primary" disabled=${busy || !connection}>${result ? 'Probe again' : 'Send the probe'}</button></footer>
  </form></${Dialog}>`;
}
