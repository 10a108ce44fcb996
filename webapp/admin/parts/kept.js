/* How long things are kept: of a connection, shown and set; of an event, in words. */
import { html, useState } from '../html.js';
import { put } from '../api.js';
import { span, Time } from '../time.js';
import { AdminOnly, Confirm } from './dialog.js';
import { Card, Chip, is } from './marks.js';
import { count, Text } from './text.js';

const SOON_MILLIS = 3 * 86_400_000;
const FIELDS = [
  { name: 'finished', field: 'retentionFinished', label: 'Finished events', hint: 'Everything about them is done.' },
  { name: 'dead', field: 'retentionDead', label: 'Dead letters', hint: 'And events whose body cannot be read.' },
  { name: 'parked', field: 'retentionParked', label: 'Parked events', hint: 'No handler takes them.' },
];

function age(seconds) {
  return seconds > 0 ? span(seconds) : 'for ever';
}

function most(events) {
  return events > 0 ? `about ${count(events, 'event')}` : 'any number';
}

/** What holds for a connection, and where it comes from. */
export function Kept({ connection, onChange }) {
  const { holds, general, ...own } = connection.retention;
  const from = (name) => !own[name] && html`<span class="soft"> – the general setting</span>`;
  return html`<${Card} title="How long events are kept" id="kept"
      actions=${connection.editable && html`<${AdminOnly}><button type="button" onClick=${onChange}>Change …</button></${AdminOnly}>`}>
    <dl class="facts">
      ${FIELDS.map(({ name, label }) => html`<div><dt>${label}</dt><dd>${age(holds[name + 'Seconds'])}${from(name)}</dd></div>`)}
      <div><dt>At most</dt><dd>${most(holds.count)}${from('count')}</dd></div></dl>
    <p class="soft">The time counts from the receipt, or from the end of the last delivery. What is still on its way is never taken out; of too many events the oldest finished ones go.</p></${Card}>`;
}

/** Asks how long, and says what a shorter time does. */
export function KeepDialog({ connection, path, onClose }) {
  const { holds: _, general, ...own } = connection.retention;
  const [draft, setDraft] = useState(own);
  const [error, setError] = useState(null);
  const save = async () => {
    const body = { retentionCount: draft.count, ...Object.fromEntries(FIELDS.map(({ name, field }) => [field, draft[name]])) };
    try {
      return await put(path, body);
    } catch (problem) {
      setError(problem);
      throw problem;
    }
  };
  const input = ({ name, field, label, hint, empty, type }) => html`<label class="stacked"><span>${label}</span>
    <input name=${field} value=${draft[name]} placeholder=${empty} inputmode=${type} maxlength="30" autocomplete="off" spellcheck=${false} autocapitalize="off"
      aria-invalid=${error?.of?.(field) ? 'true' : undefined} onInput=${(event) => setDraft({ ...draft, [name]: event.currentTarget.value })} />
    <small>${error?.of?.(field) && html`<span class="field-error">${error.of(field)} </span>`}${hint}</small></label>`;
  return html`<${Confirm} title="How long events are kept" action="Save" onClose=${onClose} act=${save} done="How long events are kept is changed.">
    <p>Of <strong><${Text} of=${connection.name} most=${60} /></strong>: such as <code>12h</code> or <code>90d</code>, from an hour on; <code>0</code> keeps for ever. Left empty, the general setting holds; it is shown in grey.</p>
    <div class="field-row">${FIELDS.map((each) => input({ ...each, empty: age(general[each.name + 'Seconds']) }))}
      ${input({ name: 'count', field: 'retentionCount', label: 'Number of events', hint: 'Of more, the oldest finished ones go. 0: any number.', empty: Number(general.count).toLocaleString('en'), type: 'numeric' })}</div>
    <p class="notice warn">What has then been kept long enough is taken out within minutes, with its deliveries, and does not come back.</p>
  </${Confirm}>`;
}

/** Until when an event is there. For somebody who has to decide whether it can wait. */
export function KeptUntil({ event }) {
  const kind = ['open', 'dead', 'parked'].find((each) => is(event.keptAs, each)) ?? 'finished';
  if (kind === 'open') {
    return html`as long as it is on its way<br /><span class="soft">The time counts from the end of its last delivery.</span>`;
  }
  const unreadable = is(event.state, 'unreadable');
  if (!event.keptUntil) {
    return { dead: html`for ever<br /><span class="soft">${unreadable ? 'Its body cannot be read, so it stays until somebody repairs it.' : 'It is a dead letter, so it stays until somebody replays or discards it.'}</span>`,
      parked: html`for ever<br /><span class="soft">No handler takes it, so it waits for one.</span>`,
      finished: html`for ever${event.keptMost > 0 && html`<br /><span class="soft">${fewer(event.keptMost)}</span>`}` }[kind];
  }
  const left = new Date(event.keptUntil) - Date.now();
  const needed = kind !== 'finished';
  return html`${needed && left < SOON_MILLIS && html`<${Chip} of="attention" words="goes soon" /> `}
    ${left > 0 ? html`until <${Time} at=${event.keptUntil} /> <strong>(<${Time} at=${event.keptUntil} ago />)</strong>` : html`its time was over <${Time} at=${event.keptUntil} ago />: it goes within minutes`}
    <br /><span class="soft">${{ dead: unreadable ? 'Nobody can repair it after that.' : 'It is a dead letter: nobody can replay it after that.', parked: 'No handler takes it. One that is installed by then can still have it.',
    finished: event.keptMost > 0 ? fewer(event.keptMost) : 'Everything about it is done.' }[kind]}</span>`;
}

function fewer(events) {
  return `Sooner if its connection has more than ${count(events, 'event')}.`;
}
