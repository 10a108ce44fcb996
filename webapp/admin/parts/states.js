/* ALL statuses on or off, or workflow states added one by one: the sender's form, mirrored. */
import { html, useId, useState } from '../html.js';
import { plain, Text } from './text.js';

const WORDS = {
  all: 'Every status change is delivered, those without a workflow state included.',
  some: 'Only these are delivered. Others are answered with 200 and kept as “ignored”.',
};

/**
 * @param value {allStates, withoutState, states}
 * @param words what happens to those that are chosen: all, or some
 */
export function StatesForm({ value, onChange, suggested = [], error, words = WORDS }) {
  return html`<fieldset class="states"><legend>Statuses</legend>
    <label class="check switch"><input type="checkbox" checked=${value.allStates}
      onChange=${(event) => onChange({ ...value, allStates: event.currentTarget.checked })} />
      <span>ALL statuses ${value.allStates ? 'On' : 'Off'}</span></label>
    ${value.allStates ? html`<p class="soft">${words.all}</p>` : html`
      <p class="soft">${words.some}</p>
      <label class="check"><input type="checkbox" checked=${value.withoutState}
        onChange=${(event) => onChange({ ...value, withoutState: event.currentTarget.checked })} /> <span>Without a workflow state</span></label>
      <${Codes} label="Workflow state" codes=${value.states} onChange=${(states) => onChange({ ...value, states })} suggested=${suggested}
        hint=${html`The code as SiteCapture sends it in <code>workflow_state</code>, capitals included; not the name shown to people.`} />`}
    ${error && html`<p class="field-error">${error}</p>`}
  </fieldset>`;
}

/** A list of codes, added and removed one by one. */
export function Codes({ label, codes, onChange, suggested = [], hint }) {
  const [code, setCode] = useState('');
  const id = useId();
  const add = (state) => {
    const clean = state.trim();
    if (clean && !codes.includes(clean)) {
      onChange([...codes, clean]);
    }
    setCode('');
  };
  const left = suggested.filter((state) => !codes.includes(state));
  return html`<ul class="tags">${codes.map((state) => html`<li><${Text} of=${state} most=${60} />
      <button type="button" class="icon" aria-label=${`Remove ${plain(state, 60)}`} onClick=${() => onChange(codes.filter((each) => each !== state))}>✕</button></li>`)}</ul>
    <label for=${id}>${label}</label>
    <span class="with-button"><input id=${id} value=${code} maxlength="200" autocomplete="off" spellcheck=${false} placeholder="COMPLETE" aria-describedby=${id + '-hint'}
      onInput=${(event) => setCode(event.currentTarget.value)}
      onKeyDown=${(event) => event.key === 'Enter' && (event.preventDefault(), add(code))} />
      <button type="button" disabled=${!code.trim()} onClick=${() => add(code)}>Add</button></span>
    <small id=${id + '-hint'}>${hint}</small>
    ${left.length > 0 && html`<p class="suggested"><span class="soft">Seen so far:</span>
      ${left.map((state) => html`<button type="button" class="quiet" onClick=${() => add(state)}>Add <${Text} of=${state} most=${40} /></button>`)}</p>`}`;
}
