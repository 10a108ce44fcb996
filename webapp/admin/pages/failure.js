/* One cause, and the deliveries that died of it. */
import { html, useState } from '../html.js';
import { BulkDialog } from '../parts/job.js';
import {
  AdminOnly, Chip, count, Downloads, Empty, Head, href, Lines, Loaded, Pager, plain, Table, Text, Time, useLoad, useSession,
} from './shared.js';

export default function Failure({ segments, query }) {
  const key = segments[1];
  const groups = useLoad('failures');
  const deliveries = useLoad('deliveries', { cause: key, limit: 50, cursor: query.cursor });
  const [chosen, setChosen] = useState(() => new Set());
  const [bulk, setBulk] = useState(null);
  const { admin } = useSession();
  const group = (groups.data?.groups ?? []).find((each) => each.key === key);
  const items = deliveries.data?.items ?? [];
  const selection = chosen.size > 0 ? { deliveries: [...chosen] } : { cause: key };
  const what = chosen.size > 0 ? 'that you selected' : 'of this cause';
  const turn = (ids, on) => setChosen((before) => {
    const next = new Set(before);
    ids.forEach((id) => (on ? next.add(id) : next.delete(id)));
    return next;
  });
  const columns = [...(admin ? [choice(items, chosen, turn)] : []), ...COLUMNS];
  return html`<p class="crumbs"><a href="#/failures">Failures</a></p>
    <${Head} title=${group ? html`<${Text} of=${group.cause} most=${120} none="Failure" />` : 'Failure'}
      note=${group && html`In <strong><${Text} of=${group.handler} most=${60} /></strong>: ${count(group.dead, 'dead delivery', 'dead deliveries')}, ${group.retrying} retrying; first <${Time} at=${group.firstAt} ago />, last <${Time} at=${group.lastAt} ago />`}>
      <${AdminOnly}>${items.length > 0 && html`<button type="button" onClick=${() => setBulk('discard')}>Discard ${chosen.size || 'all'} …</button>
        <button type="button" class="primary" onClick=${() => setBulk('replay')}>Replay ${chosen.size || 'all'} …</button>`}</${AdminOnly}>
      <${Downloads} path="deliveries" query=${{ cause: key }} what="these deliveries" />
    </${Head}>
    ${group && html`<${Lines} of=${[group.text, group.frame].filter(Boolean).join('\n    at ')} label="Text and frame" />`}
    ${group?.sampleEvent && html`<p><a href=${href(['events', group.sampleEvent])}>An event with the whole stack trace</a></p>`}
    <${Loaded} load=${deliveries} what="the deliveries">${(page) => (items.length === 0
      ? html`<${Empty} title="No delivery has this cause now.">They were replayed, discarded or done. <a href="#/failures">Back to the failures</a></${Empty}>`
      : html`<${Table} label="Deliveries of this cause" columns=${columns} rows=${items} keyOf=${(row) => row.id} rowClass=${(row) => (chosen.has(row.id) ? 'marked' : '')} />
        <${Pager} next=${page.next} cursor=${query.cursor} shown=${items.length} what="deliveries" />`)}</${Loaded}>
    ${bulk && html`<${BulkDialog} action=${bulk} selection=${selection} what=${what} onClose=${(changed) => {
      setBulk(null);
      if (changed) {
        setChosen(new Set());
        deliveries.reload();
        groups.reload();
      }
    }} />`}`;
}

function choice(items, chosen, turn) {
  const all = items.length > 0 && items.every((row) => chosen.has(row.id));
  return {
    name: html`<input type="checkbox" aria-label="Select all on this page" checked=${all}
      onChange=${(event) => turn(items.map((row) => row.id), event.currentTarget.checked)} />`,
    look: 'choice',
    cell: (row) => html`<input type="checkbox" aria-label=${`Select the delivery of project ${plain(row.project, 40)}`} checked=${chosen.has(row.id)}
      onChange=${(event) => turn([row.id], event.currentTarget.checked)} />`,
  };
}

const COLUMNS = [
  { name: 'Project', cell: (row) => html`<a class="row-link" href=${href(['events', row.event])}><${Text} of=${row.project} most=${40} none="unknown" /></a>` },
  { name: 'Workflow state', from: 'mid', cell: (row) => html`<${Text} of=${row.workflowState} most=${40} none="without state" />` },
  { name: 'State', cell: (row) => html`<${Chip} of=${row.state} />` },
  { name: 'Attempts', number: true, from: 'mid', cell: (row) => row.attempts },
  { name: 'Last word', from: 'wide', cell: (row) => html`<${Text} of=${row.lastText} most=${100} />` },
  { name: 'Connection', from: 'wide', cell: (row) => html`<${Text} of=${row.connection} most=${40} />` },
  { name: 'Ended', look: 'nowrap', cell: (row) => html`<${Time} at=${row.finishedAt ?? row.dueAt} ago />` },
];
