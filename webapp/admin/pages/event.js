/* One event: what came in, how it was proven, and all that was done with it. */
import { html, useState } from '../html.js';
import { KeptUntil } from '../parts/kept.js';
import { Repair } from '../parts/repair.js';
import { Replay } from '../parts/replay.js';
import { Runs } from '../parts/runs.js';
import { pretty } from '../parts/pretty.js';
import {
  AdminOnly, Card, Chip, Copy, count, Empty, Hash, Head, href, is, Lines, Loaded, Text, Time, useLoad, segment,
} from './shared.js';

export default function Event({ segments }) {
  const id = segments[1];
  const load = useLoad('events/' + segment(id));
  const [dialog, setDialog] = useState(null);
  const [repairing, setRepairing] = useState(false);
  const close = (changed) => {
    setDialog(null);
    if (changed) {
      load.reload();
    }
  };
  const event = load.data;
  return html`<p class="crumbs"><a href="#/events">Events</a></p>
    <${Head} title=${event ? html`Project <${Text} of=${event.project} most=${60} none="unknown" />` : 'Event'}
      note=${event && html`<${Chip} of=${event.state} /> <${Text} of=${event.status} most=${80} none="no status" /> · <${Time} at=${event.receivedAt} ago />`}>
      ${event && html`<${AdminOnly}>
        ${is(event.state, 'unreadable') && html`<button type="button" class="primary" onClick=${() => setRepairing(true)}>Repair …</button>`}
        <button type="button" class=${is(event.state, 'unreadable') ? '' : 'primary'} disabled=${is(event.state, 'unreadable')} onClick=${() => setDialog('replay')}>Replay …</button>
        <button type="button" disabled=${is(event.state, 'unreadable')} onClick=${() => setDialog('new')}>Replay as new …</button></${AdminOnly}>`}
    </${Head}>
    <${Loaded} load=${load} what="the event">${(data) => html`
      ${data.reason && html`<p class="notice warn"><${Text} of=${data.reason} most=${400} /></p>`}
      ${repairing && html`<${Repair} event=${data} onClose=${() => setRepairing(false)} />`}
      <div class="columns"><${Facts} event=${data} /><${Proof} event=${data} /></div>
      <${Body} event=${data} />
      <${Deliveries} event=${data} />`}</${Loaded}>
    ${dialog && html`<${Replay} event=${event} asNew=${dialog === 'new'} onClose=${close} />`}`;
}

function Row({ name, children }) {
  return html`<div><dt>${name}</dt><dd>${children}</dd></div>`;
}

function link(id) {
  return html`<a class="mono" href=${href(['events', id])}><${Text} of=${id} most=${40} /></a>`;
}

function Facts({ event }) {
  return html`<${Card} title="What came in" id="facts"><dl class="facts">
    <${Row} name="Event id"><${Text} of=${event.id} mono /> <${Copy} text=${event.id} label="Copy" /></${Row}>
    <${Row} name="Received"><${Time} at=${event.receivedAt} /></${Row}>
    <${Row} name="Kept"><${KeptUntil} event=${event} /></${Row}>
    <${Row} name="Connection"><a href=${href(['connections', event.connection])}><${Text} of=${event.connection} /></a></${Row}>
    <${Row} name="Project"><a href=${href(['events'], { project: event.project })}><${Text} of=${event.project} /></a></${Row}>
    <${Row} name="Kind"><${Text} of=${event.kind} /></${Row}>
    <${Row} name="Status"><${Text} of=${event.status} /></${Row}>
    <${Row} name="Workflow state"><${Text} of=${event.workflowState} none="without state" /></${Row}>
    ${event.duplicateOf && html`<${Row} name="Duplicate of">${link(event.duplicateOf)}</${Row}>`}
    ${event.repeatOf && html`<${Row} name="Repeats">${link(event.repeatOf)}</${Row}>`}
    ${event.repairOf && html`<${Row} name="Repairs">${link(event.repairOf)}</${Row}>`}
  </dl></${Card}>`;
}

function Proof({ event }) {
  return html`<${Card} title="How it came" id="proof"><dl class="facts">
    <${Row} name="Signature">${event.signature === 'SWEPT' ? 'none: no webhook came, the sweep found it at SiteCapture' : html`<${Text} of=${event.signature} most=${200} none="not recorded" />`}</${Row}>
    <${Row} name="Body SHA-256"><${Hash} of=${event.bodySha256} /></${Row}>
    <${Row} name="From"><${Text} of=${event.remoteAddress} /></${Row}>
    <${Row} name="Content-Type"><${Text} of=${event.contentType} none="none" /></${Row}>
    <${Row} name="User-Agent"><${Text} of=${event.userAgent} none="none" /></${Row}>
    ${event.rawReason && html`<${Row} name="Why unreadable"><${Text} of=${event.rawReason} most=${400} /></${Row}>`}
  </dl></${Card}>`;
}

function Body({ event }) {
  const [raw, setRaw] = useState(false);
  const text = event.body;
  if (typeof text !== 'string') {
    return html`<${Card} title="Body" id="body"><p>It is not text. Its bytes in base64:</p><${Lines} of=${event.bodyBase64 ?? ''} label="Body in base64" /></${Card}>`;
  }
  const formed = pretty(text);
  const chooser = formed !== null && html`<div class="segmented" role="group" aria-label="Show the body">
    <button type="button" aria-pressed=${!raw} onClick=${() => setRaw(false)}>Pretty</button>
    <button type="button" aria-pressed=${raw} onClick=${() => setRaw(true)}>As received</button></div>`;
  return html`<${Card} title="Body" id="body" actions=${html`${chooser}<${Copy} text=${text} label="Copy" />`}>
    ${formed === null && html`<p class="soft">It is not JSON, so it is shown as it came.</p>`}
    <${Lines} of=${raw || formed === null ? text : formed} label="Body" />
    <p class="soft">${count(new TextEncoder().encode(text).length, 'byte')}; the API key is masked.</p></${Card}>`;
}

function Deliveries({ event }) {
  const list = event.deliveries ?? [];
  return html`<${Card} title="Deliveries" id="deliveries">
    ${list.length === 0 ? html`<${Empty} title="It was given to no handler.">
      ${is(event.state, 'parked') ? html`No installed handler takes this state. <a href="#/coverage">See the coverage.</a>` : 'Its state says why.'}</${Empty}>`
      : list.map((delivery) => html`<article class="delivery" key=${delivery.id} aria-label=${'Delivery to ' + delivery.handler}>
        <header><h3><${Text} of=${delivery.handler} most=${60} /></h3> <${Chip} of=${delivery.state} />
          ${!delivery.installed && html` <${Chip} of="orphaned" words="handler not installed" />`}
          ${delivery.superseded && html` <${Chip} of="superseded" />`}
          ${delivery.head && html` <${Chip} of="quiet" words="first in line" />`}
          <span class="soft"><${Told} of=${delivery} /></span></header>
        ${delivery.discardReason && html`<p>Discarded: <${Text} of=${delivery.discardReason} most=${300} /></p>`}
        <${Runs} of=${delivery.runs ?? []} />
      </article>`)}</${Card}>`;
}

function Told({ of }) {
  const counts = [count(of.attempts, 'attempt'), count(of.failures, 'failure'), ...(of.crashes > 0 ? [count(of.crashes, 'crash', 'crashes')] : [])].join(', ');
  if (of.finishedAt) {
    return html`${counts}; ended <${Time} at=${of.finishedAt} />`;
  }
  return of.dueAt ? html`${counts}; due <${Time} at=${of.dueAt} ago />` : counts;
}
