/* Is everything well? One sentence, its reasons with the way to repair each, then the figures behind it. */
import { html, useEffect, useState } from '../html.js';
import { refresh, useStatus } from '../live.js';
import { HistoryChart } from '../parts/chart.js';
import { Probe } from '../parts/probe.js';
import {
  Card, Chip, count, Empty, Figure, Hash, Head, href, Loaded, ownRoute, refine, span, Table, Text, Time, useLoad, useSession,
} from './shared.js';

const VERDICTS = {
  well: ['good', 'All is well', 'Webhooks are taken in, and every handler keeps up.'],
  attention: ['warn', 'Something needs attention', 'Nothing is lost. These want a look:'],
  trouble: ['bad', 'There is trouble', 'Webhooks are refused or lost by our own fault until this is repaired:'],
};
const SPANS = [[1, '1 h'], [24, '24 h'], [168, '7 days']];

export default function Status({ query }) {
  const first = useLoad('status');
  const live = useStatus();
  const status = newer(live, first.data);
  const { admin } = useSession();
  const [probing, setProbing] = useState(false);
  const load = status === null ? { ...first, reload: () => { first.reload(); refresh(); } } : { ...first, data: status, error: null };
  return html`<${Head} title="Status">
      ${admin && status && html`<button type="button" class="primary" onClick=${() => setProbing(true)}>Probe …</button>`}
    </${Head}>
    <${Loaded} load=${load} what="the status">${(data) => html`
      <${Verdict} status=${data} />
      <${Figures} status=${data} />
      <${History} hours=${Number(query.hours) || 24} />
      <${Connections} list=${data.connections} />
      <${Handlers} list=${data.handlers} />
      <${Servers} list=${data.servers} />
      <${Acknowledged} audit=${data.acknowledged} store=${data.store} />`}
    </${Loaded}>
    ${probing && html`<${Probe} connections=${status?.connections ?? []} onClose=${() => setProbing(false)} />`}`;
}

function newer(one, other) {
  if (!one || !other) {
    return one ?? other;
  }
  return String(one.time) >= String(other.time) ? one : other;
}

function Verdict({ status }) {
  const [tone, title, words] = VERDICTS[status.level] ?? ['warn', `State: ${status.level}`, ''];
  const reasons = status.reasons ?? [];
  return html`<section class=${'verdict ' + tone} aria-labelledby="verdict">
    <div class="verdict-head"><span class="verdict-sign" aria-hidden="true">${{ good: '✓', warn: '!', bad: '✕' }[tone]}</span>
      <div><h2 id="verdict">${title}</h2><p>${words}</p></div>
      <p class="verdict-time soft">as of <${Time} at=${status.time} /></p></div>
    ${reasons.length > 0 && html`<ul>${reasons.map((reason) => html`<li><${Chip} of=${reason.level} />
      <span><${Text} of=${reason.text} most=${300} /></span>
      ${ownRoute(reason.href) && html`<a href=${ownRoute(reason.href)}>Look<span class="unseen-text"> at: ${String(reason.text).slice(0, 120)}</span></a>`}</li>`)}</ul>`}
  </section>`;
}

function Figures({ status }) {
  const counts = status.counts ?? {};
  return html`<div class="figures">
    <${Figure} name="events" value=${counts.events} href="#/events" />
    <${Figure} name="open" value=${counts.open} href=${href(['events'], { deliveryState: 'pending' })} />
    <${Figure} name="dead" value=${counts.dead} tone="bad" href="#/failures" />
    <${Figure} name="parked" value=${counts.parked} tone="warn" href="#/coverage" />
    <${Figure} name="unreadable" value=${counts.unreadable} tone="bad" href=${href(['events'], { state: 'unreadable' })} />
  </div>`;
}

function History({ hours }) {
  const load = useLoad('status/history', { hours });
  useEffect(() => {
    const timer = setInterval(load.reload, 60_000);
    return () => clearInterval(timer);
  }, [load.reload]);
  const chooser = html`<div class="segmented" role="group" aria-label="Time span">${SPANS.map(([value, words]) => html`<button type="button"
    aria-pressed=${value === hours} onClick=${() => refine({ hours: value })}>${words}</button>`)}</div>`;
  return html`<${Card} title="Traffic" id="traffic" actions=${chooser}>
    <${Loaded} load=${load} what="the traffic">${(history) => html`<${HistoryChart} history=${history} hours=${hours} />`}</${Loaded}>
  </${Card}>`;
}

function Connections({ list = [] }) {
  const columns = [
    { name: 'Connection', cell: (row) => html`<a href=${href(['connections', row.name])}><${Text} of=${row.name} most=${40} /></a>` },
    { name: 'State', cell: (row) => html`<${Chip} of=${row.activity} />${!row.hasSecret && html` <${Chip} of="trouble" words="no secret" />`}${row.silentSince && html` <${Chip} of="attention" words="silent" />`}` },
    { name: 'Last event', look: 'nowrap', cell: (row) => (row.lastEventId
      ? html`<a href=${href(['events', row.lastEventId])}><${Time} at=${row.lastEventAt} ago /></a>` : html`<${Time} at=${row.lastEventAt} ago />`) },
    { name: 'Last hour', number: true, from: 'mid', cell: (row) => row.lastHour },
    { name: '24 h', number: true, from: 'mid', cell: (row) => row.last24h },
    { name: 'Duplicates 24 h', number: true, from: 'wide', cell: (row) => row.duplicates24h },
    { name: 'Rejected 24 h', number: true, cell: (row) => (row.rejected24h > 0
      ? html`<a class="bad-text" href=${href(['rejections'], { connection: row.name })} title="Why they were refused">${row.rejected24h}</a>` : row.rejected24h) },
  ];
  return html`<${Card} title="Connections" id="connections">
    ${list.length === 0 ? html`<${Empty} title="No connection yet.">Webhooks have nowhere to go. <a href="#/connections/new">Set one up.</a></${Empty}>`
      : html`<${Table} label="Connections" columns=${columns} rows=${list} keyOf=${(row) => row.name} />`}</${Card}>`;
}

function Handlers({ list = [] }) {
  const columns = [
    { name: 'Handler', cell: (row) => html`<a href=${href(['handlers'], { q: row.name })}><${Text} of=${row.name} most=${40} /></a>` },
    { name: 'State', cell: (row) => html`<${Chip} of=${!row.installed ? 'orphaned' : row.paused ? 'paused' : 'active'} words=${row.installed ? undefined : 'not installed'} />
      ${row.stuckThreads > 0 && html` <${Chip} of="trouble" words=${count(row.stuckThreads, 'stuck thread')} />`}` },
    { name: 'Pending', number: true, cell: (row) => row.pending },
    { name: 'Running', number: true, from: 'mid', cell: (row) => row.running },
    { name: 'Oldest waits', number: true, from: 'mid', cell: (row) => (row.oldestWaitingSeconds ? span(row.oldestWaitingSeconds) : '–') },
    { name: 'Done 24 h', number: true, from: 'wide', cell: (row) => row.done24h },
    { name: 'Failed 24 h', number: true, from: 'wide', cell: (row) => row.failed24h },
    { name: 'Dead', number: true, cell: (row) => (row.dead > 0
      ? html`<a class="bad-text" href=${href(['failures'], { handler: row.name })}>${row.dead}</a>` : row.dead) },
    { name: 'Jar', from: 'wide', cell: (row) => html`<${Text} of=${row.unit?.name} most=${40} /> <span class="soft"><${Text} of=${row.unit?.version} most=${20} none="" /></span> <${Hash} of=${row.unit?.sha256} />` },
  ];
  return html`<${Card} title="Handlers" id="handlers">
    ${list.length === 0 ? html`<${Empty} title="No handler is installed.">Events are kept and parked until one is. Drop a handler jar into the directory for handlers.</${Empty}>`
      : html`<${Table} label="Handlers" columns=${columns} rows=${list} keyOf=${(row) => row.name} />`}</${Card}>`;
}

function Servers({ list = [] }) {
  if (list.length < 2) {
    return null;
  }
  const columns = [
    { name: 'Server', cell: (row) => html`<${Text} of=${row.name} most=${64} />${row.self && html` <span class="soft">(this one)</span>`}` },
    { name: 'State', cell: (row) => html`<${Chip} of=${row.alive ? 'active' : 'attention'} words=${row.alive ? 'alive' : 'away'} />` },
    { name: 'Heard of', look: 'nowrap', cell: (row) => (row.seenAt ? html`<${Time} at=${row.seenAt} ago />` : 'now') },
    { name: 'Started', look: 'nowrap', from: 'mid', cell: (row) => html`<${Time} at=${row.startedAt} ago />` },
    { name: 'Sitehook', from: 'wide', cell: (row) => html`<${Text} of=${row.version} most=${40} />` },
    { name: 'Handlers', from: 'mid', cell: (row) => html`<${Text} of=${row.handlers.join(', ')} most=${200} none="none" />` },
  ];
  return html`<${Card} title="Servers" id="servers">
    <${Table} label="Servers" columns=${columns} rows=${list} keyOf=${(row) => row.name} /></${Card}>`;
}

function Acknowledged({ audit, store }) {
  if (!audit) {
    return null;
  }
  const missing = audit.answered2xx > audit.committed;
  const verdict = audit.equal ? ['well', 'equal'] : missing ? ['trouble', 'not equal'] : ['running', 'on the way'];
  return html`<${Card} title="Was every answer true?" id="acknowledged">
    <p class="ack"><${Chip} of=${verdict[0]} words=${verdict[1]} />
      <span><strong>${Number(audit.answered2xx).toLocaleString('en')}</strong> posts answered with 200,
      <strong>${Number(audit.committed).toLocaleString('en')}</strong> events committed to disk, since <${Time} at=${audit.since} />.</span></p>
    ${missing && html`<p class="bad-text">An answer without a committed event would be a lost webhook. Keep the log and the database file, and report this.</p>`}
    ${!missing && !audit.equal && html`<p class="soft">The rest is committed and about to be answered, or its sender did not wait.</p>`}
    ${store && html`<p class="soft">Store: ${store.ok ? 'writes' : html`<${Text} of=${store.trouble} />`}; ${count(store.queued, 'post')} waiting for the next commit.</p>`}
  </${Card}>`;
}
