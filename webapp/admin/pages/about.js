/* Versions, places, settings with their source, licences. */
import { html } from '../html.js';
import { Card, Head, Loaded, Table, Text, Time, useLoad } from './shared.js';

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

function size(bytes) {
  const unit = bytes > 0 ? Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1) : 0;
  return `${(bytes / 1000 ** unit).toFixed(unit ? 1 : 0)} ${UNITS[unit]}`;
}

export default function About() {
  const load = useLoad('about');
  return html`<${Head} title="About" /><${Loaded} load=${load} what="versions and settings">${(data) => html`
    <div class="columns">
    <${Card} title="This server" id="server"><dl class="facts">
      <div><dt>Sitehook</dt><dd><${Text} of=${data.version} /></dd></div><div><dt>Java</dt><dd><${Text} of=${data.java} /></dd></div>
      <div><dt>Container</dt><dd><${Text} of=${data.container} /></dd></div><div><dt>System</dt><dd><${Text} of=${data.os} /></dd></div>
      <div><dt>Node</dt><dd><${Text} of=${data.node} /></dd></div><div><dt>Started</dt><dd><${Time} at=${data.startedAt} /> (<${Time} at=${data.startedAt} ago />)</dd></div></dl></${Card}>
    <${Card} title="Database" id="database"><dl class="facts">
      <div><dt>Kind</dt><dd><${Text} of=${data.database?.kind} /> <${Text} of=${data.database?.version} none="" /></dd></div>
      <div><dt>Place</dt><dd class="mono"><${Text} of=${data.database?.file} /></dd></div><div><dt>Size</dt><dd>${size(data.database?.sizeBytes ?? 0)}</dd></div>
      <div><dt>Events</dt><dd>${Number(data.database?.events ?? 0).toLocaleString('en')}</dd></div><div><dt>Home</dt><dd class="mono"><${Text} of=${data.home} /></dd></div></dl></${Card}></div>
    <${Card} title="Settings" id="settings"><${Table} label="Settings and their source" keyOf=${(row) => row.name} rows=${data.settings ?? []} columns=${[
      { name: 'Name', cell: (row) => html`<${Text} of=${row.name} most=${100} mono />` },
      { name: 'Value', cell: (row) => html`<${Text} of=${row.value} most=${120} none="empty" mono />` },
      { name: 'From', from: 'mid', cell: (row) => html`<${Text} of=${row.source} most=${80} />` }]} /></${Card}>
    <${Card} title="Libraries" id="licences"><${Table} label="Libraries and their licences" keyOf=${(row) => row.library} rows=${data.licences ?? []} columns=${[
      { name: 'Library', cell: (row) => html`<${Text} of=${row.library} most=${80} />` },
      { name: 'Version', cell: (row) => html`<${Text} of=${row.version} most=${40} />` },
      { name: 'Licence', cell: (row) => html`<${Text} of=${row.licence} most=${80} />` }]} /></${Card}>
    <p class="soft">The API behind these pages: <a href="api/openapi.json">openapi.json</a></p>`}</${Loaded}>`;
}
