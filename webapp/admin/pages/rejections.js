/* What was refused, and the signature clinic's findings: why, in words. */
import { html } from '../html.js';
import { count, Downloads, Empty, Filters, Head, Lines, Loaded, Pager, Text, Time, toApi, useLoad, href } from './shared.js';

const FIELDS = [{ name: 'connection', label: 'Connection', kind: 'text' }];

export default function Rejections({ query }) {
  const filters = toApi(query, ['connection']);
  const load = useLoad('rejections', { ...filters, limit: 50, cursor: query.cursor });
  const filtered = Object.keys(filters).length > 0;
  return html`<${Head} title="Rejections" note="Posts that were refused. SiteCapture is told nothing of the reason; here it is."><${Downloads} path="rejections" query=${filters} what="these rejections" /></${Head}>
    <${Filters} fields=${FIELDS} label="Filter rejections" />
    <${Loaded} load=${load} what="the rejections">${(page) => ((page.items ?? []).length === 0
      ? html`<${Empty} title=${filtered ? 'No rejection matches.' : 'Nothing was refused.'}>${filtered ? html`<a href="#/rejections">Show all rejections</a>` : 'Every post so far was signed right.'}</${Empty}>`
      : html`<ol class="clinic">${page.items.map((row) => html`<${Rejection} key=${row.id} row=${row} />`)}</ol>
        <${Pager} next=${page.next} cursor=${query.cursor} shown=${page.items.length} what="rejections" />`)}</${Loaded}>`;
}

function Rejection({ row }) {
  const findings = row.findings ?? [];
  return html`<li class="card"><header><h2><${Text} of=${row.reason} most=${120} none="refused" /></h2>
      <p class="soft"><${Time} at=${row.at} /> · <a href=${href(['connections', row.connection])}><${Text} of=${row.connection} most=${60} /></a> · from <${Text} of=${row.remoteAddress} most=${60} />${row.count > 1 && html` · <strong>${count(row.count, 'time')}</strong>`}</p></header>
    ${findings.length > 0 ? html`<div class="findings"><h3>Findings</h3><ul>${findings.map((finding) => html`<li><${Text} of=${finding} most=${400} /></li>`)}</ul></div>` : html`<p class="soft">Nothing more could be found out.</p>`}
    <p class="soft">Signature header: <${Text} of=${row.header} most=${120} none="missing" /> · ${row.bodyLength === null ? 'the body was not read' : `body of ${count(row.bodyLength, 'byte')}`}${row.firstAt && row.count > 1 && html` · first <${Time} at=${row.firstAt} ago />`}</p>
    ${row.bodyText && html`<details><summary>Body${row.bodyLength > 4096 ? ', its first 4 KiB' : ''}</summary><${Lines} of=${row.bodyText} label="Body of the refused post" /></details>`}</li>`;
}
