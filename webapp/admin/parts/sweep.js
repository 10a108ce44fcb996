/* What is fetched from SiteCapture: access to its REST API, what the sweep found, and silence. Shown, and set. */
import { html, useState } from '../html.js';
import { put } from '../api.js';
import { href } from '../router.js';
import { span, Time } from '../time.js';
import { useAnnounce } from './dialog.js';
import { Trouble, useAction } from './load.js';
import { Card, Chip } from './marks.js';
import { Secret } from './secret.js';
import { Codes } from './states.js';
import { count, Text } from './text.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SWEEPS = [0, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, DAY];
const ALARMS = [0, HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY];

/** How it stands: the last sweep and what it found, the silence. */
export function Watched({ connection }) {
  const { rest, sweep, silence } = connection;
  const swept = { connection: connection.name, swept: 'true' };
  return html`<${Card} title="Sweep and silence" id="watched">
    ${sweep?.failure && html`<p class="notice warn">The last sweep failed <${Time} at=${sweep.failedAt} ago />: <${Text} of=${sweep.failure} most=${300} /><br />It is made again after the interval, and asks for the same.</p>`}
    <dl class="facts">
      <div><dt>REST API</dt><dd>${rest ? html`as <${Text} of=${rest.user} most=${80} />` : html`<span class="soft">no access: handlers cannot fetch projects or photos</span>`}</dd></div>
      <div><dt>Sweep</dt><dd>${sweep ? html`every ${span(sweep.intervalSeconds)}, for <${Text} of=${(sweep.states ?? []).join(', ')} most=${120} none="no state" />`
        : html`<span class="soft">off: what no webhook tells of is not noticed</span>`}</dd></div>
      ${sweep && html`<div><dt>Last sweep</dt><dd>${sweep.endedAt ? html`ended <${Time} at=${sweep.endedAt} ago />, ${sweep.lastFound > 0 ? html`<strong>put in ${count(sweep.lastFound, 'event')}</strong>` : 'nothing was missing'}`
        : html`<span class="soft">none has come to its end yet</span>`}</dd></div>
      <div><dt>In all</dt><dd>${sweep.found > 0 ? html`<a href=${href(['events'], swept)}>${count(sweep.found, 'event')} put in</a>` : html`nothing put in · <a href=${href(['events'], swept)}>swept events</a>`}</dd></div>`}
      <div><dt>Silence</dt><dd>${!silence ? html`<span class="soft">no alarm</span>`
        : silence.since ? html`<${Chip} of="attention" words="silent" /> the last post came <${Time} at=${silence.since} ago />; the alarm is set to ${span(silence.alarmSeconds)}`
        : html`it speaks; the alarm is set to ${span(silence.alarmSeconds)}`}</dd></div>
    </dl></${Card}>`;
}

/** Sets all that. What is stored of it is shown, but for the password. */
export function FetchForm({ connection, path, reload, suggested }) {
  const { rest, sweep, silence } = connection;
  const [draft, setDraft] = useState({ restUser: rest?.user ?? '', restUrl: rest?.url ?? '', restZone: rest?.zone ?? 'UTC', restConcurrency: rest?.concurrency ?? 4,
    restRequestsPerSecond: rest?.requestsPerSecond ?? 10, sweepIntervalSeconds: sweep?.intervalSeconds ?? 0, sweepStates: sweep?.states ?? [], silenceAlarmSeconds: silence?.alarmSeconds ?? 0 });
  const [restPassword, setPassword] = useState('');
  const [apiKey, setApiKey] = useState('');
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const set = (changes) => setDraft((before) => ({ ...before, ...changes }));
  const text = (name) => ({ value: draft[name], onInput: (event) => set({ [name]: event.currentTarget.value }), 'aria-invalid': error?.of?.(name) ? 'true' : undefined });
  const number = (name) => ({ value: draft[name], onInput: (event) => set({ [name]: event.currentTarget.valueAsNumber }) });
  const moved = draft.restUser !== '' && draft.restUrl !== (rest?.url ?? '');
  const needsKey = draft.restUser !== '' && (moved || !connection.hasApiKey);
  const save = async (event) => {
    event.preventDefault();
    const { restUrl, ...others } = draft;
    const secrets = { ...(restPassword ? { restPassword } : {}), ...(needsKey && apiKey ? { apiKey } : {}) };
    if (await run(() => put(path, { ...others, ...(restUrl ? { restUrl } : {}), ...secrets })) !== undefined) {
      setPassword('');
      setApiKey('');
      announce('Fetching and the sweep are changed.');
      reload();
    }
  };
  return html`<${Card} title="Fetch data and sweep" id="fetch"><form class="form" onSubmit=${save}>
    <p class="soft">A webhook carries little more than a project’s number. With a SiteCapture user, handlers can fetch the rest, and the sweep can look for what no webhook told of.</p>
    <div class="field-row"><label class="stacked"><span>SiteCapture user</span><input ...${text('restUser')} maxlength="1000" autocomplete="off" spellcheck=${false} autocapitalize="off" />
      <small>${error?.of?.('restUser') && html`<span class="field-error">${error.of('restUser')} </span>`}Left empty, there is no access.</small></label>
    ${draft.restUser !== '' && html`<${Secret} label="Password" name="restPassword" value=${restPassword} onInput=${setPassword} error=${error?.of?.('restPassword')} required=${!rest || moved}
      hint=${rest && !moved ? 'Left empty, the present one stays.' : 'It is stored encrypted, and never shown again.'} />`}</div>
    ${draft.restUser !== '' && html`
      ${needsKey && html`<${Secret} label="API key" name="fetchApiKey" value=${apiKey} onInput=${setApiKey} error=${error?.of?.('apiKey')} required
        hint=${connection.hasApiKey ? 'It is asked for again, because it would be sent to another URL now.' : 'The REST API asks for it beside the user. From then on posts must carry it too.'} />`}
      <details open=${moved && rest !== null}><summary>Where the API is, and how fast it is asked</summary><div class="form">
        <label class="stacked"><span>URL</span><input type="url" ...${text('restUrl')} autocomplete="off" spellcheck=${false} placeholder="api.sitecapture.com" />
          <small>${error?.of?.('restUrl') && html`<span class="field-error">${error.of('restUrl')} </span>`}Left empty at the first time, it is SiteCapture’s usual one.</small></label>
        <div class="field-row"><label class="stacked"><span>Time zone</span><input ...${text('restZone')} required autocomplete="off" spellcheck=${false} />
          <small>${error?.of?.('restZone') && html`<span class="field-error">${error.of('restZone')} </span>`}In which the API reads times; it is not documented.</small></label>
        <label class="stacked"><span>Requests at once</span><input type="number" min="1" max="64" required ...${number('restConcurrency')} /></label>
        <label class="stacked"><span>Requests in a second</span><input type="number" min="1" max="1000" required ...${number('restRequestsPerSecond')} /></label></div></div></details>`}
    <${Choice} label="Sweep" none="off" values=${SWEEPS} value=${draft.sweepIntervalSeconds} words=${(seconds) => 'every ' + span(seconds)} onChange=${(value) => set({ sweepIntervalSeconds: value })}
      error=${error?.of?.('sweepIntervalSeconds')} hint="How often SiteCapture is asked for projects that changed. What is missing twice in a row is put in." />
    ${draft.sweepIntervalSeconds > 0 && html`<fieldset class="states"><legend>Values of a project’s status that are swept</legend>
      <${Codes} label="Value" codes=${draft.sweepStates} onChange=${(sweepStates) => set({ sweepStates })} suggested=${suggested}
        hint="Each is taken for the workflow state of the same name. Which values are workflow states is not documented, so all others are passed over." />
      ${error?.of?.('sweepStates') && html`<p class="field-error">${error.of('sweepStates')}</p>`}</fieldset>`}
    <${Choice} label="Silence alarm" none="none" values=${ALARMS} value=${draft.silenceAlarmSeconds} words=${(seconds) => 'after ' + span(seconds)} onChange=${(value) => set({ silenceAlarmSeconds: value })}
      error=${error?.of?.('silenceAlarmSeconds')} hint="Status and the log say so when nothing has come in for longer. It needs no SiteCapture user." />
    ${error && html`<${Trouble} problem=${error} compact />`}
    <p class="row-of-buttons"><button type="submit" class="primary" disabled=${busy}>${busy ? 'Saving …' : 'Save'}</button></p></form></${Card}>`;
}

/** Spans of time to choose from; one that the settings have and this list has not is kept. */
function Choice({ label, values, value, words, none, onChange, hint, error }) {
  const all = values.includes(value) ? values : [...values, value].sort((one, other) => one - other);
  return html`<label class="stacked"><span>${label}</span><select value=${String(value)} onChange=${(event) => onChange(Number(event.currentTarget.value))}>
    ${all.map((each) => html`<option value=${String(each)} selected=${each === value}>${each === 0 ? none : words(each)}</option>`)}</select>
    <small>${error && html`<span class="field-error">${error} </span>`}${hint}</small></label>`;
}
