/* The connections: who may send, and what of it is delivered. */
import { html } from '../html.js';
import { AdminOnly, Chip, Empty, FileOf, Head, href, Loaded, Table, Text, Time, useLoad } from './shared.js';

export default function Connections() {
  const load = useLoad('connections');
  return html`<${Head} title="Connections" note="One for each SiteCapture account that sends here.">
      <${AdminOnly}><a class="button primary" href="#/connections/new">New connection</a></${AdminOnly}>
      <${FileOf} rows=${load.data?.connections} name="connections" /></${Head}>
    <${Loaded} load=${load} what="the connections">${(data) => ((data.connections ?? []).length === 0
      ? html`<${Empty} title="No connection yet.">
          <${AdminOnly}><a href="#/connections/new">Set up the first one</a>: it follows the order of SiteCapture’s own form.</${AdminOnly}></${Empty}>`
      : html`<${Table} label="Connections" columns=${COLUMNS} rows=${data.connections} keyOf=${(row) => row.name} />`)}</${Loaded}>`;
}

const COLUMNS = [
  { name: 'Name', cell: (row) => html`<a class="row-link" href=${href(['connections', row.name])}><${Text} of=${row.name} most=${60} /></a>` },
  { name: 'State', cell: (row) => html`<${Chip} of=${row.activity} />${!row.secrets?.some((each) => each.set) && html` <${Chip} of="trouble" words="no secret" />`}${row.silence?.since && html` <${Chip} of="attention" words="silent" />`}` },
  { name: 'Statuses', from: 'mid', cell: (row) => html`<${Statuses} of=${row} />` },
  { name: 'Last event', look: 'nowrap', cell: (row) => html`<${Time} at=${row.lastEventAt} ago />` },
  { name: 'URL to paste', from: 'wide', cell: (row) => html`<${Text} of=${row.url} most=${80} mono />` },
  { name: 'Set in', from: 'mid', cell: (row) => (row.source === 'file' ? html`<span title="It can be changed in the settings file only">settings file</span>` : 'this page') },
];

function Statuses({ of }) {
  if (of.allStates) {
    return 'ALL';
  }
  const words = [...(of.states ?? []), ...(of.withoutState ? ['without state'] : [])].join(', ');
  return html`<${Text} of=${words} most=${80} none="none" />`;
}
