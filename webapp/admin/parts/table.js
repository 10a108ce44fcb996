/* Lists: a table that scrolls by itself on a narrow screen, its downloads, and older pages by cursor. */
import { html, useEffect, useRef, useState } from '../html.js';
import { download } from '../api.js';
import { refine } from '../router.js';
import { asText } from './text.js';

/**
 * @param columns [{name, cell(row), from: 'mid'|'wide' (hidden on narrower screens), number: bool}]
 * @param label what the table shows, for those who cannot see it
 */
export function Table({ columns, rows, label, keyOf, rowClass = () => '' }) {
  const box = useRef(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const watch = new ResizeObserver(() => setScrolls(box.current && box.current.scrollWidth > box.current.clientWidth + 1));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const look = (column) => [column.from && 'from-' + column.from, column.number && 'number', column.look].filter(Boolean).join(' ');
  return html`<div class="table-box" ref=${box} ...${scrolls ? { tabindex: 0, role: 'group', 'aria-label': label } : {}}>
    <table>
      <caption class="unseen-text">${label}</caption>
      <thead><tr>${columns.map((column) => html`<th scope="col" class=${look(column)}>${column.name}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${keyOf(row)} class=${rowClass(row)}>
        ${columns.map((column) => html`<td class=${look(column)}>${shown(column, column.cell(row))}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

function shown(column, value) {
  return column.number && typeof value === 'number' ? value.toLocaleString('en') : value;
}

/** The list as a file, with the filters that are set. */
export function Downloads({ path, query = {}, what }) {
  return html`<span class="downloads">${['csv', 'json'].map((format) => html`<a class="button quiet"
    href=${download(path, query, format)} download>${format.toUpperCase()}<span class="unseen-text"> download of ${what}</span></a>`)}</span>`;
}

/** A short list that is here as a whole, as a file: made in the browser from what is shown. */
export function FileOf({ rows, name }) {
  if (!Array.isArray(rows) || rows.length === 0) {
    return null;
  }
  const save = (format) => {
    const text = format === 'json' ? JSON.stringify(rows, null, 2) : csv(rows);
    const address = URL.createObjectURL(new Blob([text], { type: format === 'json' ? 'application/json' : 'text/csv;charset=utf-8' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: `${name}.${format}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return html`<span class="downloads">${['csv', 'json'].map((format) => html`<button type="button" class="quiet"
    onClick=${() => save(format)}>${format.toUpperCase()}<span class="unseen-text"> download of the ${name}</span></button>`)}</span>`;
}

/** Rows as CSV. A cell that a spreadsheet would take for a formula gets a leading apostrophe. */
export function csv(rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value) => {
    const text = asText(value);
    return `"${(/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replaceAll('"', '""')}"`;
  };
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Older rows are a page further; the browser's back is the way to newer ones. */
export function Pager({ next, cursor, shown, what }) {
  return html`<nav class="pager" aria-label="Pages of the list">
    <span class="soft">${shown.toLocaleString('en')} ${what}${cursor ? ', older ones' : ', newest first'}</span>
    ${cursor && html`<button type="button" onClick=${() => refine({ cursor: '' })}>Newest</button>`}
    ${next && html`<button type="button" onClick=${() => refine({ cursor: next })}>Older</button>`}
  </nav>`;
}
