/* Filters of a list. They live in the address, so that a view can be sent to a colleague and back goes back. */
import { html, useEffect, useRef, useState } from '../html.js';
import { refine, useRoute } from '../router.js';
import { fromInput, toInput, zone } from '../time.js';

const SPANS = [['', 'any time'], ['1', 'last hour'], ['24', 'last 24 hours'], ['168', 'last 7 days'], ['720', 'last 30 days'], ['custom', 'from – to …']];

/**
 * @param fields [{name, label, kind: 'text'|'choice'|'search', choices: [[value, words]…], hint}]
 * @param times whether the list can be narrowed to a time
 */
export function Filters({ fields, times = true, label }) {
  const { query } = useRoute();
  const form = useRef(null);
  const extra = fields.slice(1);
  const [all, setAll] = useState(extra.some((field) => query[field.name]));
  const set = fields.filter((field) => query[field.name]).length + (times && (query.since || query.from || query.to) ? 1 : 0);
  const custom = query.since === 'custom' || query.from || query.to;
  const clear = () => refine(Object.fromEntries([...fields.map((field) => field.name), 'since', 'from', 'to'].map((name) => [name, ''])));
  const submit = (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(form.current)].filter(([name]) => fields.some((field) => field.name === name)));
    refine(values);
  };
  return html`<form class=${all ? 'filters all' : 'filters'} role="search" aria-label=${label} ref=${form} onSubmit=${submit}>
    ${fields.map((field, at) => html`<${Field} field=${field} value=${query[field.name] ?? ''} look=${at > 0 ? 'extra' : ''} />`)}
    ${times && html`<label><span>Received</span><select value=${custom ? 'custom' : (query.since ?? '')}
      onChange=${(event) => refine({ since: event.currentTarget.value, from: '', to: '' })}>
      ${SPANS.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></label>`}
    ${times && custom && ['from', 'to'].map((name) => html`<label><span>${name === 'from' ? 'From' : 'To'} (${zone})</span>
      <input type="datetime-local" value=${toInput(query[name])}
        onChange=${(event) => refine({ since: 'custom', [name]: fromInput(event.currentTarget.value) })} /></label>`)}
    ${extra.length > 0 && html`<button type="button" class="more-filters" aria-expanded=${all} onClick=${() => setAll(!all)}>${all ? 'Fewer' : 'More'} filters</button>`}
    ${set > 0 && html`<button type="button" class="quiet" onClick=${clear}>Clear ${set === 1 ? 'the filter' : set + ' filters'}</button>`}
  </form>`;
}

function Field({ field, value, look }) {
  const input = useRef(null);
  useEffect(() => {
    // The address changed, by the browser's back perhaps.
    if (input.current && input.current.value !== value) {
      input.current.value = value;
    }
  }, [value]);
  const change = (event) => refine({ [field.name]: event.currentTarget.value.trim() });
  if (field.kind === 'choice') {
    const known = field.choices.some(([choice]) => choice === value);
    return html`<label class=${look}><span>${field.label}</span><select value=${value} onChange=${change}>
      <option value="">any</option>
      ${!known && value && html`<option value=${value}>${value}</option>`}
      ${field.choices.map(([choice, words]) => html`<option value=${choice}>${words}</option>`)}</select></label>`;
  }
  return html`<label class=${field.kind === 'search' ? 'grow ' + look : look}><span>${field.label}</span><input ref=${input}
    type=${field.kind === 'search' ? 'search' : 'text'} data-search=${field.kind === 'search'} defaultValue=${value}
    placeholder=${field.hint ?? ''} autocomplete="off" spellcheck=${false} maxlength="200" onChange=${change} /></label>`;
}

/** The filters of the address as the API wants them: only those named, and a span of hours as a point in time. */
export function toApi(query, names) {
  const result = Object.fromEntries(names.filter((name) => query[name]).map((name) => [name, query[name]]));
  const hours = Number(query.since);
  if (hours > 0) {
    // Whole minutes, so that the same view is the same request.
    result.from = new Date(Math.floor(Date.now() / 60_000) * 60_000 - hours * 3_600_000).toISOString();
  } else {
    for (const name of ['from', 'to']) {
      if (query[name]) {
        result[name] = query[name];
      }
    }
  }
  return result;
}
