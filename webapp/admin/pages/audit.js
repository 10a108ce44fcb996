/* Who did what, and when. */
import { html } from '../html.js';
import { Downloads, Empty, Filters, Head, Loaded, Pager, Table, Text, Time, toApi, useLoad } from './shared.js';

const FIELDS = [{ name: 'user', label: 'User', kind: 'text' }, { name: 'action', label: 'Action', kind: 'text' }];

export default function Audit({ query }) {
  const filters = toApi(query, ['user', 'action']);
  const load = useLoad('audit', { ...filters, limit: 50, cursor: query.cursor });
  const filtered = Object.keys(filters).length > 0;
  return html`<${Head} title="Audit" note="Every sign-in and every change, kept with the events."><${Downloads} path="audit" query=${filters} what="the audit" /></${Head}>
    <${Filters} fields=${FIELDS} label="Filter the audit" />
    <${Loaded} load=${load} what="the audit">${(page) => ((page.items ?? []).length === 0
      ? html`<${Empty} title=${filtered ? 'No entry matches.' : 'Nothing is recorded yet.'}>${filtered && html`<a href="#/audit">Show the whole audit</a>`}</${Empty}>`
      : html`<${Table} label="Audit" columns=${COLUMNS} rows=${page.items} keyOf=${(row) => row.id} />
        <${Pager} next=${page.next} cursor=${query.cursor} shown=${page.items.length} what="entries" />`)}</${Loaded}>`;
}

const COLUMNS = [
  { name: 'When', look: 'nowrap', cell: (row) => html`<${Time} at=${row.at} />` },
  { name: 'Who', cell: (row) => html`<${Text} of=${row.user} most=${40} />` },
  { name: 'What', cell: (row) => html`<${Text} of=${row.action} most=${60} />` },
  { name: 'To what', cell: (row) => html`<${Text} of=${row.target} most=${80} />` },
  { name: 'Detail', from: 'mid', cell: (row) => html`<${Text} of=${row.detail} most=${160} />` },
  { name: 'From', from: 'wide', cell: (row) => html`<${Text} of=${row.remoteAddress} most=${60} />` },
];
