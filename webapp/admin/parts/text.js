/* Text that others wrote: shown as text, cut when long, and with characters that would deceive the eye made visible. */
import { html, useState } from '../html.js';

// Controls, zero-width characters and those that turn the direction of writing. Tab and line feed stay.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
const UNSEEN_ALL = new RegExp(UNSEEN, 'g');

const NAMES = {
  0x00: 'NUL', 0x0d: 'carriage return', 0x1b: 'escape', 0x85: 'next line', 0xad: 'soft hyphen', 0x200b: 'zero width space',
  0x200e: 'left-to-right mark', 0x200f: 'right-to-left mark', 0x2028: 'line separator', 0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding', 0x202b: 'right-to-left embedding', 0x202c: 'pop directional formatting',
  0x202d: 'left-to-right override', 0x202e: 'right-to-left override', 0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate', 0x2068: 'first strong isolate', 0x2069: 'pop directional isolate', 0xfeff: 'byte order mark',
};

/** Any value of an answer as text; an object, which no field of ours should be, as its JSON. */
export function asText(value) {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** For attributes such as title and aria-label, which have no mark-up: unseen characters by their code. */
export function plain(value, most = 300) {
  const text = asText(value);
  const cut = text.length > most ? text.slice(0, most) + '…' : text;
  return cut.replace(UNSEEN_ALL, (character) => `[${code(character)}]`);
}

function code(character) {
  return 'U+' + character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
}

function pieces(text) {
  if (!UNSEEN.test(text)) {
    return text;
  }
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(UNSEEN_ALL)) {
    parts.push(text.slice(from, match.index));
    const name = NAMES[match[0].codePointAt(0)] ?? 'invisible character';
    parts.push(html`<span class="unseen" title=${name}>${code(match[0])}</span>`);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** A value as text, isolated from the direction of its neighbours. Past {@code most} characters it ends with a button. */
export function Text({ of, most = 160, none = '–', mono = false }) {
  const [whole, setWhole] = useState(false);
  const text = asText(of);
  if (text === '') {
    return html`<span class="soft">${none}</span>`;
  }
  const long = text.length > most;
  const shown = long && !whole ? text.slice(0, most) : text;
  const more = long && html`${whole ? ' ' : '… '}<button type="button" class="more" aria-expanded=${whole}
    onClick=${() => setWhole(!whole)}>${whole ? 'show less' : `${(text.length - most).toLocaleString('en')} more`}</button>`;
  // Only a word that is too long for a line may break anywhere; a number or a name stays whole.
  const wrap = /\S{25}/.test(shown) ? 'wrap' : 'calm';
  return html`<bdi class=${mono ? 'mono ' + wrap : wrap}>${pieces(shown)}</bdi>${more}`;
}

/** Many lines as they are: a body, a stack trace, a thread dump. It scrolls, so it can take the focus. */
export function Lines({ of, label }) {
  return html`<pre class="lines" tabindex="0" role="group" aria-label=${label}>${pieces(asText(of))}</pre>`;
}

/** The first digits of a SHA-256, the whole in the title. */
export function Hash({ of }) {
  const text = asText(of);
  return text ? html`<code class="hash" title=${plain(text)}>${plain(text.slice(0, 12))}</code>` : html`<span class="soft">–</span>`;
}

/** "1 delivery", "12 deliveries". */
export function count(number, one, many = one + 's') {
  return `${Number(number ?? 0).toLocaleString('en')} ${number === 1 ? one : many}`;
}
