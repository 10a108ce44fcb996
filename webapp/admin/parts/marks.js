/* Small marks: states in words and colour, never in colour alone. */
import { html, useState } from '../html.js';
import { asText, plain } from './text.js';

const TONES = {
  well: 'good', done: 'good', stored: 'good', active: 'good', finished: 'good', unloaded: 'good', delivered: 'good', ok: 'good',
  attention: 'warn', pending: 'info', running: 'info', retry: 'warn', retrying: 'warn', paused: 'warn', duplicate: 'quiet',
  parked: 'warn', ignored: 'quiet', superseded: 'quiet', discarded: 'quiet', deactivated: 'quiet', cancelled: 'quiet',
  trouble: 'bad', dead: 'bad', failed: 'bad', reject: 'bad', rejected: 'bad', unreadable: 'bad', leaked: 'bad', timeout: 'bad',
  thrown: 'bad', error: 'bad', deadline: 'bad', orphaned: 'warn', closing: 'info', 'in use': 'info', routed: 'good', received: 'info', repaired: 'quiet',
  'timed out': 'bad', stopped: 'quiet', crashed: 'bad',
};
const SHAPES = { good: '●', info: '◐', warn: '▲', bad: '■', quiet: '○' };

/** Whether a state of an answer is this one; answers write them in capitals or not. */
export function is(state, word) {
  return asText(state).toLowerCase() === word;
}

/** A state as a chip: shape, colour and word. */
export function Chip({ of, tone, words }) {
  const state = asText(of).toLowerCase().replaceAll('_', ' ');
  const found = tone ?? TONES[state] ?? 'quiet';
  return html`<span class=${'chip ' + found}><span class="shape" aria-hidden="true">${SHAPES[found] ?? '○'}</span>${' '}${plain(words ?? (state || 'unknown'), 40)}</span>`;
}

/** A heading's row: title left, actions right. */
export function Head({ title, children, note }) {
  return html`<header class="page-head"><div><h1>${title}</h1>${note && html`<p class="soft">${note}</p>`}</div>
    ${children && html`<div class="actions">${children}</div>`}</header>`;
}

/** A card with a heading of its own. */
export function Card({ title, children, actions, id, wide = false }) {
  return html`<section class=${wide ? 'card wide' : 'card'} aria-labelledby=${id}>
    <header class="card-head"><h2 id=${id}>${title}</h2>${actions && html`<div class="actions">${actions}</div>`}</header>
    ${children}
  </section>`;
}

/** A figure with its name. */
export function Figure({ name, value, tone, href }) {
  const inner = html`<span class="figure-value">${Number(value ?? 0).toLocaleString('en')}</span>${' '}<span class="figure-name">${name}</span>`;
  const look = 'figure' + (value > 0 && tone ? ' ' + tone : '');
  return href ? html`<a class=${look} href=${href}>${inner}</a>` : html`<span class=${look}>${inner}</span>`;
}

/** Copies a text, and says so. */
export function Copy({ text, label = 'Copy' }) {
  const [said, say] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say('Copied');
    } catch {
      say('Not allowed here; select it by hand');
    }
    setTimeout(() => say(''), 4000);
  };
  return html`<span class="copy"><button type="button" onClick=${copy}>${label}</button>
    <span role="status" class="soft">${said}</span></span>`;
}
