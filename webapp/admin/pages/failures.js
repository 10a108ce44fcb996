/* What failed, grouped by cause: a hundred dead deliveries are often one fault. */
import { html, useState } from '../html.js';
import { BulkDialog, RecentJobs } from '../parts/job.js';
import {
  AdminOnly, Chip, count, Downloads, Empty, Filters, Head, href, Loaded, Table, Text, Time, toApi, useLoad,
} from './shared.js';

const NAMES = ['handler', 'connection', 'state'];
const FIELDS = [
  { name: 'handler', label: 'Handler', kind: 'text' },
  { name: 'connection', label: 'Connection', kind: 'text' },
  { name: 'state', label: 'State', kind: 'choice', choices: [['dead', 'dead'], ['retrying', 'retrying']] },
];

export default function Failures({ query }) {
  const filters = toApi(query, NAMES);
  const load = useLoad('failures', filters);
  const [bulk, setBulk] = useState(null);
  const filtered = Object.keys(filters).length > 0;
  const groups = load.data?.groups ?? [];
  const dead = groups.reduce((sum, group) => sum + group.dead, 0);
  const filter = { ...filters, state: 'dead' };
  return html`<${Head} title="Failures" note="Grouped by cause: the exception and the first line of the handler’s own code in its stack trace.">
      ${dead > 0 && html`<${AdminOnly}>
        <button type="button" onClick=${() => setBulk('discard')}>Discard all …</button>
        <button type="button" class="primary" onClick=${() => setBulk('replay')}>Replay all …</button></${AdminOnly}>`}
      <${Downloads} path="failures" query=${filters} what="these failures" />
    </${Head}>
    <${Filters} fields=${FIELDS} label="Filter failures" />
    <${Loaded} load=${load} what="the failures">${() => (groups.length === 0
      ? html`<${Empty} title=${filtered ? 'No failure matches.' : 'Nothing has failed.'}>${filtered
        ? html`Widen the filters, or <a href="#/failures">show all failures</a>.` : 'A delivery that a handler gives up on appears here, with its stack trace.'}</${Empty}>`
      : html`<${Table} label="Failures by cause" columns=${COLUMNS} rows=${groups} keyOf=${(group) => group.key} />
        <p class="soft">${count(groups.length, 'cause')}, ${count(dead, 'dead delivery', 'dead deliveries')}.</p>`)}</${Loaded}>
    <${RecentJobs} key=${String(bulk)} />
    ${bulk && html`<${BulkDialog} action=${bulk} selection=${{ filter }} what=${filtered ? 'that match the filters' : 'that are dead'}
      onClose=${(changed) => { setBulk(null); changed && load.reload(); }} />`}`;
}

const COLUMNS = [
  {
    name: 'Cause',
    look: 'main-cell',
    cell: (group) => html`<a class="row-link" href=${href(['failures', group.key])}><${Text} of=${group.cause} most=${120} none="unknown" /></a>
      <br /><span class="soft"><${Text} of=${group.text} most=${140} none="" /></span>
      <br /><small class="mono soft"><${Text} of=${group.frame} most=${120} none="" /></small>`,
  },
  { name: 'Handler', cell: (group) => html`<${Text} of=${group.handler} most=${40} />` },
  { name: 'Dead', number: true, cell: (group) => (group.dead > 0 ? html`<${Chip} of="dead" words=${group.dead.toLocaleString('en')} />` : '0') },
  { name: 'Retrying', number: true, from: 'mid', cell: (group) => Number(group.retrying).toLocaleString('en') },
  { name: 'First', from: 'wide', cell: (group) => html`<${Time} at=${group.firstAt} ago />` },
  { name: 'Last', look: 'nowrap', from: 'mid', cell: (group) => html`<${Time} at=${group.lastAt} ago />` },
];
