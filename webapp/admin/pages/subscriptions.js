/* The subscriptions: where status changes are sent on to. */
import { html } from '../html.js';
import { statusesOf, SubscriptionState } from '../parts/subscription.js';
import { AdminOnly, Empty, FileOf, Head, href, Loaded, Table, Text, Time, useLoad } from './shared.js';

export default function Subscriptions() {
  const load = useLoad('subscriptions');
  return html`<${Head} title="Subscriptions" note="URLs that status changes are sent on to, signed as SiteCapture signs them.">
      <${AdminOnly}><a class="button primary" href="#/subscriptions/new">New subscription</a></${AdminOnly}>
      <${FileOf} rows=${load.data?.subscriptions} name="subscriptions" /></${Head}>
    <${Loaded} load=${load} what="the subscriptions">${(data) => ((data.subscriptions ?? []).length === 0
      ? html`<${Empty} title="Nothing is sent on.">A subscription posts the status changes that come in here to another URL: the same body, signed with a secret of its own.
          <${AdminOnly}>${' '}<a href="#/subscriptions/new">Set up the first one.</a></${AdminOnly}></${Empty}>`
      : html`<${Table} label="Subscriptions" columns=${COLUMNS} rows=${data.subscriptions} keyOf=${(row) => row.name} />`)}</${Loaded}>`;
}

const COLUMNS = [
  { name: 'Name', cell: (row) => html`<a class="row-link" href=${href(['subscriptions', row.name])}><${Text} of=${row.name} most=${60} /></a>` },
  { name: 'State', cell: (row) => html`<${SubscriptionState} of=${row} />` },
  { name: 'Statuses', from: 'mid', cell: (row) => html`<${Text} of=${statusesOf(row)} most=${80} none="none" />` },
  { name: 'Last sent', from: 'mid', look: 'nowrap', cell: (row) => html`<${Time} at=${row.lastSentAt} ago />` },
  { name: 'Pending', number: true, cell: (row) => (row.pending > 0
    ? html`<a href=${href(['events'], { handler: row.handler, deliveryState: 'pending' })}>${row.pending.toLocaleString('en')}</a>` : 0) },
  { name: 'URL', from: 'wide', cell: (row) => html`<${Text} of=${row.url} most=${60} mono />` },
  { name: 'Set in', from: 'mid', cell: (row) => (row.source === 'file' ? html`<span title="It can be changed in the settings file only">settings file</span>` : 'this page') },
];
