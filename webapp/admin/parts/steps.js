/* Where one is in a form of several steps. */
import { html } from '../html.js';

/** @param at the present step, the first is 1 */
export function Steps({ names, at }) {
  return html`<ol class="steps">${names.map((name, index) => html`<li class=${index + 1 < at ? 'past' : index + 1 === at ? 'now' : ''} aria-current=${index + 1 === at ? 'step' : undefined}>
    <span class="step-number" aria-hidden="true">${index + 1 < at ? '✓' : index + 1}</span> <span class="step-name">${name}</span></li>`)}</ol>`;
}
