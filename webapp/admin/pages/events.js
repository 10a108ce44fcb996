/* Everything that came in: search, filter, and the newest as they arrive. */
import { html, useCallback, useState } from '../html.js';
import { useLive, useMark } from '../live.js';
import {
  Chip, count, Downloads, Empty, Filters, Head, href, Loaded, Pager, refine, Table, Text, Time, toApi, useLoad,
} from './shared.js';

const NAMES = ['connection', 'project', 'workflowState', 'state', 'handler', 'deliveryState', 'swept', 'q'];
const FIELDS = [
  { name: 'q', label: 'Search', kind: 'search', hint: 'project, event id or status' },
  { name: 'connection', label: 'Connection', kind: 'text' },
  { name: 'project', label: 'Project', kind: 'text' },
  { name: 'workflowState', label: 'Workflow state', kind: 'text', hint: '- for without' },
  { name: 'state', label: 'Event', kind: 'choice', choices: ['routed', 'parked', 'duplicate', 'ignored', 'unreadable', 'repaired'].map((each) => [each, each]) },
  { name: 'handler', label: 'Handler', kind: 'text' },
  { name: 'deliveryState', label: 'Delivery', kind: 'choice', choices: ['pending', 'running', 'done', 'dead', 'superseded', 'discarded'].map((each) => [each, each]) },
  { name: 'swept', label: 'Origin', kind: 'choice', choices: [['true', 'swept']] },
];

export default function Events({ query }) {
  const filters = toApi(query, NAMES);
  const load = useLoad('events', { ...filters, limit: 50, cursor: query.cursor });
  const [fresh, setFresh] = useState([]);
  const mark = useMark();
  const filtered = Object.keys(filters).length > 0;
  const tailing = !filtered && !query.cursor;
  useLive('event', useCallback((row) => setFresh((before) => [row, ...before.filter((each) => each.id !== row.id)].slice(0, 200)), []));
  const showFresh = () => {
    setFresh([]);
    query.cursor ? refine({ cursor: '' }) : load.reload();
  };
  return html`<${Head} title="Events" note=${tailing ? (mark === 'live' ? 'New events appear at the top as they arrive.' : undefined) : undefined}>
      <${Downloads} path="events" query=${filters} what="these events" /></${Head}>
    <${Filters} fields=${FIELDS} label="Search and filter events" />
    ${!tailing && fresh.length > 0 && html`<p class="fresh"><button type="button" onClick=${showFresh}>${count(fresh.length, 'new event')} since: load again</button></p>`}
    <${Loaded} load=${load} what="the events">${(page) => html`<${List} page=${page} fresh=${tailing ? fresh : []} filtered=${filtered} query=${query} />`}</${Loaded}>`;
}

function List({ page, fresh, filtered, query }) {
  const known = new Set(fresh.map((row) => row.id));
  const rows = [...fresh, ...(page.items ?? []).filter((row) => !known.has(row.id))];
  if (rows.length === 0) {
    return filtered
      ? html`<${Empty} title="No event matches.">Widen the time, or <a href="#/events">show all events</a>.</${Empty}>`
      : html`<${Empty} title="No event yet.">The first post that SiteCapture signs right appears here within a second.
        <a href="#/connections">Check the connections</a>, or send a probe from <a href="#/status">Status</a>.</${Empty}>`;
  }
  return html`<${Table} label="Events" columns=${COLUMNS} rows=${rows} keyOf=${(row) => row.id} rowClass=${(row) => (known.has(row.id) ? 'is-new' : '')} />
    <${Pager} next=${page.next} cursor=${query.cursor} shown=${rows.length} what="events" />`;
}

const COLUMNS = [
  { name: 'Received', look: 'nowrap', cell: (row) => html`<a class="row-link" href=${href(['events', row.id])}><${Time} at=${row.receivedAt} none="unknown" /></a>` },
  { name: 'Project', cell: (row) => html`<${Text} of=${row.project} most=${40} />` },
  { name: 'Event', cell: (row) => html`<${Chip} of=${row.state} />` },
  { name: 'Status', from: 'mid', cell: (row) => html`<${Text} of=${row.status} most=${60} />` },
  { name: 'Workflow state', cell: (row) => (row.workflowState === null ? html`<em class="soft">without state</em>` : html`<${Text} of=${row.workflowState} most=${40} />`) },
  { name: 'Deliveries', from: 'mid', cell: (row) => html`<${Deliveries} of=${row.deliveries} />` },
  { name: 'Connection', from: 'wide', cell: (row) => html`<${Text} of=${row.connection} most=${40} />` },
  { name: 'Event id', from: 'huge', look: 'nowrap', cell: (row) => html`<${Text} of=${row.id} most=${40} mono />` },
];

function Deliveries({ of = {} }) {
  const shown = ['dead', 'open', 'done', 'superseded', 'discarded'].filter((state) => of?.[state] > 0);
  return shown.length === 0 ? html`<span class="soft">none</span>`
    : html`<span class="chips">${shown.map((state) => html`<${Chip} of=${state === 'open' ? 'pending' : state} words=${`${of[state]} ${state}`} />`)}</span>`;
}
