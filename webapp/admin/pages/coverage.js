/* Which workflow states come in, and which handler takes each. */
import { call, html, useEffect, useState } from '../html.js';
import { asProblem } from '../parts/load.js';
import { Progress } from '../parts/job.js';
import {
  AdminOnly, Card, Chip, count, Dialog, FileOf, Empty, Head, href, Loaded, plain, post, Text, Time, Trouble, useAction, useLoad,
} from './shared.js';

const nameOf = (state) => (state === null ? 'without state' : state);

export default function Coverage() {
  const load = useLoad('coverage');
  const [offer, setOffer] = useState(null);
  return html`<${Head} title="Coverage" note="Workflow states that came in, against the handlers installed. An event that no handler takes is parked, and can be offered later.">
      <${FileOf} rows=${load.data?.states} name="coverage" /></${Head}>
    <${Loaded} load=${load} what="the coverage">${(data) => html`<${Matrix} data=${data} onOffer=${setOffer} />`}</${Loaded}>
    ${offer && html`<${Offer} ...${offer} onClose=${(changed) => { setOffer(null); changed && load.reload(); }} />`}`;
}

function takes(handler, state) {
  return handler.all || (state === null ? handler.withoutState : (handler.codes ?? []).includes(state));
}

function Matrix({ data, onOffer }) {
  const handlers = data.handlers ?? [];
  const seen = data.states ?? [];
  const known = new Set(seen.map((row) => row.state));
  const waiting = [...new Set(handlers.flatMap((handler) => handler.codes ?? []))].filter((code) => !known.has(code));
  const rows = [...seen.map((row) => ({ ...row, unseen: row.events === 0 && row.parked === 0 && row.state !== null })), ...waiting.map((state) => ({ state, events: 0, lastAt: null, parked: 0, unseen: true }))];
  if (rows.length === 0) {
    return html`<${Empty} title="No state has been seen yet.">States appear here with the first event. Until then nothing can be said about coverage.</${Empty}>`;
  }
  const parked = seen.reduce((sum, row) => sum + row.parked, 0);
  return html`<${Card} title=${parked > 0 ? `${count(parked, 'event')} parked` : 'Nothing is parked'} id="matrix">
    <div class="table-box" tabindex="0" role="group" aria-label="Coverage of states by handlers"><table class="matrix">
      <caption class="unseen-text">Workflow states and the handlers that take them</caption>
      <thead><tr><th scope="col">Workflow state</th><th scope="col" class="number">Events</th><th scope="col" class="from-mid">Last</th>
        ${handlers.map((handler) => html`<th scope="col" class="cell"><${Text} of=${handler.name} most=${24} />${!handler.installed && html`<br /><small class="warn-text">not installed</small>`}</th>`)}
        <th scope="col" class="number">Parked</th></tr></thead>
      <tbody>${rows.map((row) => html`<${Row} row=${row} handlers=${handlers} onOffer=${onOffer} />`)}</tbody></table></div>
    <p class="soft key">${[['yes', 'taken by the handler'], ['was', 'would take it, is not installed'], ['', 'not taken']].map(([look, words]) => html`<span>
      <span class=${'dot-cell ' + look} aria-hidden="true"></span> ${words}</span>`)}</p>
  </${Card}>`;
}

function Row({ row, handlers, onOffer }) {
  const able = handlers.filter((handler) => handler.installed && takes(handler, row.state));
  return html`<tr class=${row.parked > 0 ? 'marked' : ''}>
    <th scope="row">${row.unseen ? html`<${Text} of=${row.state} /> <${Chip} of="quiet" words="not seen yet" />`
      : html`<a href=${href(['events'], { workflowState: row.state ?? '-' })}>${row.state === null ? html`<em>without state</em>` : html`<${Text} of=${row.state} most=${60} />`}</a>`}</th>
    <td class="number">${Number(row.events).toLocaleString('en')}</td>
    <td class="from-mid"><${Time} at=${row.lastAt} ago /></td>
    ${handlers.map((handler) => {
      const yes = takes(handler, row.state);
      const look = yes ? (handler.installed ? 'yes' : 'was') : '';
      return html`<td class="cell"><span class=${'dot-cell ' + look} aria-hidden="true"></span><span class="unseen-text">${yes ? 'taken' : 'not taken'}</span></td>`;
    })}
    <td class="number parked">${row.parked > 0 ? html`<strong>${Number(row.parked).toLocaleString('en')}</strong>
      ${able.length > 0 ? html`<${AdminOnly}> <button type="button" onClick=${() => onOffer({ row, handlers: able })}>Offer …<span class="unseen-text"> parked ${plain(nameOf(row.state), 60)}</span></button></${AdminOnly}>`
        : html`<br /><small class="soft">no handler takes it</small>`}` : '0'}</td></tr>`;
}

/** Asks how many there are, then hands them over. */
function Offer({ row, handlers, onClose }) {
  const [handler, setHandler] = useState(handlers[0].name);
  const [job, setJob] = useState(null);
  const { busy, error, run } = useAction();
  const body = (dryRun) => ({ handler, states: [row.state], dryRun });
  const start = async (event) => {
    event.preventDefault();
    const answer = await run(() => post('coverage/offer', body(false)));
    if (answer) {
      answer.job ? setJob(answer.job.id) : onClose(true);
    }
  };
  return html`<${Dialog} title=${`Offer parked events ${row.state === null ? 'without state' : 'of ' + plain(row.state, 60)}`} onClose=${() => onClose(job !== null)}>
    ${job ? html`<${Progress} id=${job} onClose=${() => onClose(true)} />` : html`<form onSubmit=${start}><div class="dialog-body">
      <label class="stacked"><span>Handler</span><select value=${handler} onChange=${(event) => setHandler(event.currentTarget.value)}>
        ${handlers.map((each) => html`<option value=${each.name}>${plain(each.name, 80)}</option>`)}</select></label>
      <${Counted} key=${handler} body=${body(true)}>${(number) => html`<p class="big-count" role="status">Offer ${count(number, 'event')} to ${plain(handler, 80)}?</p>
        <p>Each becomes a delivery and runs in the order of its project, oldest first.</p>
        <footer><button type="button" onClick=${() => onClose(false)}>Cancel</button>
          <button type="submit" class="primary" disabled=${busy || number === 0}>${busy ? 'Starting …' : `Offer ${number.toLocaleString('en')}`}</button></footer>`}</${Counted}>
      ${error && html`<${Trouble} problem=${error} compact />`}</div></form>`}
  </${Dialog}>`;
}

function Counted({ body, children }) {
  const [state, set] = useState({});
  const ask = () => {
    set({});
    post('coverage/offer', body).then((answer) => set({ count: answer.count }), (failure) => set({ problem: asProblem(failure) }));
  };
  useEffect(ask, []);
  if (state.problem) {
    return html`<${Trouble} problem=${state.problem} retry=${ask} compact />`;
  }
  return state.count === undefined ? html`<p role="status" class="big-count">Counting …</p>` : call(children, state.count);
}
