/* ALL statuses on or off, or workflow states added one by one: the sender's form, mirrored. */
import { html, useId, useState } from '../html.js';
import { Text } from './text.js';

/** @param value {allStates, withoutState, states} */
export function StatesForm({ value, onChange, suggested = [], error }) {
  const [code, setCode] = useState('');
  const id = useId();
  const add = (state) => {
    const clean = state.trim();
    if (clean && !value.states.includes(clean)) {
      onChange({ ...value, states: [...value.states, clean] });
    }
    setCode('');
  };
  const remove = (state) => onChange({ ...value, states: value.states.filter((each) => each !== state) });
  const left = suggested.filter((state) => !value.states.includes(state));
  return html`<fieldset class="states"><legend>Statuses</legend>
    <label class="check switch"><input type="checkbox" checked=${value.allStates}
      onChange=${(event) => onChange({ ...value, allStates: event.currentTarget.checked })} />
      <span>ALL statuses ${value.allStates ? 'On' : 'Off'}</span></label>
    ${value.allStates ? html`<p class="soft">Every status change is delivered, those without a workflow state included.</p>` : html`
      <p class="soft">Only these are delivered. Others are answered with 200 and kept as “ignored”.</p>
      <label class="check"><input type="checkbox" checked=${value.withoutState}
        onChange=${(event) => onChange({ ...value, withoutState: event.currentTarget.checked })} /> <span>Without a workflow state</span></label>
      <ul class="tags">${value.states.map((state) => html`<li><${Text} of=${state} most=${60} />
        <button type="button" class="icon" aria-label=${`Remove ${state}`} onClick=${() => remove(state)}>✕</button></li>`)}</ul>
      <label for=${id}>Workflow state</label>
      <span class="with-button"><input id=${id} value=${code} maxlength="200" autocomplete="off" spellcheck=${false} placeholder="COMPLETE"
        onInput=${(event) => setCode(event.currentTarget.value)}
        onKeyDown=${(event) => event.key === 'Enter' && (event.preventDefault(), add(code))} />
        <button type="button" disabled=${!code.trim()} onClick=${() => add(code)}>Add</button></span>
      <small>The code as SiteCapture sends it in <code>workflow_state</code>, capitals included; not the name shown to people.</small>
      ${left.length > 0 && html`<p class="suggested"><span class="soft">Seen so far:</span>
        ${left.map((state) => html`<button type="button" class="quiet" onClick=${() => add(state)}>Add <${Text} of=${state} most=${40} /></button>`)}</p>`}`}
    ${error && html`<p class="field-error">${error}</p>`}
  </fieldset>`;
}
