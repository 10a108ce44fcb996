/* The handlers: from which jar, with which settings, and what was refused and why. */
import { html, useState } from '../html.js';
import {
  AdminOnly, Card, Chip, Confirm, count, Empty, FileOf, Hash, Head, href, Loaded, post, segment, span, Text, Time, useLoad,
} from './shared.js';

export default function Handlers({ query }) {
  const load = useLoad('handlers');
  const [asked, setAsked] = useState(null);
  return html`<${Head} title="Handlers"><${FileOf} rows=${load.data?.handlers} name="handlers" /></${Head}>
    <${Loaded} load=${load} what="the handlers">${(data) => html`
      <${Problems} list=${data.problems ?? []} />
      ${(data.handlers ?? []).length === 0
        ? html`<${Empty} title="No handler is installed.">Events are kept and parked. Drop a jar into the directory for handlers; it is taken up within seconds, without a restart.</${Empty}>`
        : html`<div class="cards">${data.handlers.map((handler) => html`<${Handler} key=${handler.name} handler=${handler} marked=${query.q === handler.name} onAsk=${setAsked} />`)}</div>`}
      <${Unloading} list=${data.unloading ?? []} />`}</${Loaded}>
    ${asked && html`<${Ask} ...${asked} onClose=${(answer) => { setAsked(null); answer && load.reload(); }} />`}`;
}

function Ask({ handler, resume, onClose }) {
  const open = (handler.pending ?? 0) + (handler.running ?? 0);
  return html`<${Confirm} title=${resume ? 'Resume the handler' : 'Pause the handler'} action=${resume ? 'Resume' : 'Pause'} reason=${resume ? 'optional' : 'required'} onClose=${onClose}
      act=${(body) => post(`handlers/${segment(handler.name)}/${resume ? 'resume' : 'pause'}`, body)} done=${resume ? 'The handler goes on.' : 'The handler is paused.'}>
    <p>${resume ? 'Its waiting deliveries start now, oldest first: ' : 'New runs stop; what runs now is left to finish. Events are still stored and wait, also over a restart: '}
      <strong>${count(open, 'delivery', 'deliveries')}</strong> of <strong><${Text} of=${handler.name} most=${60} /></strong>.</p>
  </${Confirm}>`;
}

function Handler({ handler, onAsk, marked }) {
  const unit = handler.unit ?? {};
  const policy = handler.policy ?? {};
  const actions = handler.installed && html`<${AdminOnly}><button type="button" onClick=${() => onAsk({ handler, resume: Boolean(handler.paused) })}>
    ${handler.paused ? 'Resume …' : 'Pause …'}<span class="unseen-text"> ${String(handler.name).slice(0, 60)}</span></button></${AdminOnly}>`;
  const title = html`<${Text} of=${handler.name} most=${60} /> <${Chip} of=${!handler.installed ? 'orphaned' : handler.paused ? 'paused' : 'active'} words=${handler.installed ? undefined : 'not installed'} />`;
  return html`<div class=${marked ? 'marked-card' : ''}><${Card} title=${title} id=${'handler-' + handler.name} actions=${actions}>
    ${handler.paused && html`<p class="notice warn">Paused by <${Text} of=${handler.pausedBy} most=${80} none="someone" />.</p>`}
    ${!handler.installed && html`<p class="notice warn">Its jar is gone, and ${count(handler.orphaned ?? 0, 'delivery waits', 'deliveries wait')} for it. Bring the jar back, or discard them under <a href=${href(['failures'], { handler: handler.name })}>Failures</a>.</p>`}
    <p class="strip"><span><strong>${Number(handler.pending ?? 0).toLocaleString('en')}</strong> pending</span><span><strong>${Number(handler.running ?? 0)}</strong> running</span>
      <a href=${href(['failures'], { handler: handler.name })} class=${handler.dead > 0 ? 'bad-text' : ''}><strong>${Number(handler.dead ?? 0).toLocaleString('en')}</strong> dead</a></p>
    ${handler.installed && html`<dl class="facts">
      <div><dt>States</dt><dd><${States} of=${handler.states} /></dd></div>
      <div><dt>Jar</dt><dd><${Text} of=${unit.name} most=${80} /> <${Text} of=${unit.version} most=${30} none="" /> <${Hash} of=${unit.sha256} /> <span class="soft"><${Text} of=${unit.source} none="" /></span></dd></div>
      <div><dt>Generation</dt><dd>${Number(handler.generation ?? 0)}, since <${Time} at=${handler.since} none="unknown" /></dd></div>
      <div><dt>Retries</dt><dd><${Policy} of=${policy} /></dd></div>
    </dl>`}
    ${(handler.settings ?? []).length > 0 && html`<details><summary>${count(handler.settings.length, 'setting')}</summary><dl class="facts">
      ${handler.settings.map((setting) => html`<div><dt class="mono"><${Text} of=${setting.name} most=${60} /></dt><dd class="mono"><${Text} of=${setting.value} most=${120} none="empty" /></dd></div>`)}</dl></details>`}
  </${Card}></div>`;
}

function States({ of = {} }) {
  if (of?.all) {
    return 'all, with and without a workflow state';
  }
  const codes = of?.codes ?? [];
  return html`<span class="tags">${codes.map((code) => html`<span class="tag"><${Text} of=${code} most=${40} /></span> `)}${of?.withoutState && html`<span class="tag"><em>without state</em></span>`}</span>`;
}

function Policy({ of }) {
  return html`${count(of.attempts ?? 0, 'attempt')}${(of.schedule ?? []).length > 0 && `, after ${of.schedule.slice(0, 6).map(span).join(', ')}${of.schedule.length > 6 ? ' …' : ''}`};
    deadline ${span(of.deadlineSeconds ?? 0)}; ${count(of.concurrency ?? 1, 'run')} at once; order: <${Text} of=${of.order} none="strict" />`;
}

function Problems({ list }) {
  return list.length > 0 && html`<section class="notice bad" aria-labelledby="refused"><h2 id="refused" class="notice-title">${count(list.length, 'jar problem')}</h2>
    <ul class="plain-list">${list.map((problem) => html`<li><strong><${Text} of=${problem.unit} most=${80} /></strong> ${problem.provider && html`<span class="mono"><${Text} of=${problem.provider} most=${120} /></span>`} <span class="soft"><${Time} at=${problem.at} ago /></span>
      <br /><${Text} of=${problem.what} most=${400} /><br /><em>What to do:</em> <${Text} of=${problem.remedy} most=${400} /></li>`)}</ul></section>`;
}

function Unloading({ list }) {
  return list.length > 0 && html`<${Card} title="Older jars on their way out" id="unloading"><ul class="plain-list">${list.map((each) => html`<li><${Chip} of=${each.state} />
    <${Text} of=${each.unit} most=${80} />, since <${Time} at=${each.since} ago />${each.by && html`: held by <span class="mono"><${Text} of=${each.by} most=${160} /></span>`}</li>`)}</ul>
    <p class="soft">A leaked jar keeps its memory until the server restarts. The name says which thread of the handler holds it.</p></${Card}>`;
}
