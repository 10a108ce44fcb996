/* A secret that is typed or pasted: hidden, never remembered by the browser, never filled from an answer. */
import { html, useId, useState } from '../html.js';

export function Secret({ label, value, onInput, hint, error, required = false, name }) {
  const [shown, show] = useState(false);
  const id = useId();
  return html`<div class="stacked"><label for=${id}>${label}</label>
    <span class="with-button"><input id=${id} name=${name} type=${shown ? 'text' : 'password'} value=${value} required=${required}
      autocomplete="off" spellcheck=${false} data-1p-ignore="true" data-lpignore="true" aria-describedby=${id + '-hint'}
      aria-invalid=${error ? 'true' : undefined} onInput=${(event) => onInput(event.currentTarget.value)} />
      <button type="button" aria-pressed=${shown} onClick=${() => show(!shown)}>Show<span class="unseen-text"> ${label}</span></button></span>
    <small id=${id + '-hint'}>${error && html`<span class="field-error">${error} </span>`}${hint}
      ${value !== value.trim() && html` <strong>There is a space or line break at its start or end.</strong>`}</small></div>`;
}
