/* Received, handled, failed and rejected over time, drawn by uPlot; the same figures as a table for those who read them. */
import { html, useEffect, useRef } from '../html.js';
import { dark, useTheme } from './theme.js';
import { moment } from '../time.js';

const SERIES = [
  { name: 'received', label: 'Received', color: '--chart-received', width: 1.5, fill: true },
  { name: 'handled', label: 'Handled', color: '--chart-handled', width: 2 },
  { name: 'failed', label: 'Failed', color: '--chart-failed', width: 2, dash: [6, 3] },
  { name: 'rejected', label: 'Rejected', color: '--chart-rejected', width: 2, dash: [2, 3] },
];

export function HistoryChart({ history, hours }) {
  const box = useRef(null);
  const theme = useTheme();
  useEffect(() => {
    let plot = null;
    let watch = null;
    let over = false;
    import('../lib/uplot/uPlot.esm.js').then(({ default: UPlot }) => {
      if (over || !box.current) {
        return;
      }
      plot = new UPlot(options(box.current, hours), data(history), box.current);
      plot.root.setAttribute('aria-hidden', 'true');
      watch = new ResizeObserver(() => plot.setSize({ width: box.current.clientWidth, height: 220 }));
      watch.observe(box.current);
    });
    return () => {
      over = true;
      watch?.disconnect();
      plot?.destroy();
    };
  }, [history, hours, theme, dark()]);
  const total = (name) => (history[name] ?? []).reduce((sum, each) => sum + each, 0);
  return html`<div class="chart">
    <ul class="legend">${SERIES.map((each) => html`<li><span class=${'swatch ' + each.name} aria-hidden="true"></span>${each.label}
      <strong>${total(each.name).toLocaleString('en')}</strong></li>`)}</ul>
    <div class="plot" ref=${box}></div>
    <details><summary>The same as a table</summary><div class="table-box chart-table" tabindex="0" role="group" aria-label="Figures of the chart">
      <table><caption class="unseen-text">Counts by time</caption>
      <thead><tr><th scope="col">From</th>${SERIES.map((each) => html`<th scope="col" class="number">${each.label}</th>`)}</tr></thead>
      <tbody>${(history.received ?? []).map((_, at) => html`<tr><td>${moment(new Date(startOf(history, at) * 1000))}</td>
        ${SERIES.map((each) => html`<td class="number">${history[each.name]?.[at] ?? 0}</td>`)}</tr>`)}</tbody></table></div></details>
  </div>`;
}

function startOf(history, at) {
  return new Date(history.from).getTime() / 1000 + at * history.bucketSeconds;
}

function data(history) {
  const times = (history.received ?? []).map((_, at) => startOf(history, at));
  return [times, ...SERIES.map((each) => history[each.name] ?? times.map(() => 0))];
}

/** The colour of a property as the canvas wants it. */
function color(element, property) {
  element.style.setProperty('color', `var(${property})`);
  const value = getComputedStyle(element).color;
  element.style.removeProperty('color');
  return value;
}

function options(element, hours) {
  const soft = color(element, '--soft');
  const line = color(element, '--line');
  const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
  return {
    width: element.clientWidth,
    height: 220,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    padding: [8, 8, 0, 0],
    scales: { y: { range: (plot, low, high) => [0, Math.max(4, high * 1.1)] } },
    axes: [
      { ...axis, size: 28, values: (plot, times) => times.map((time) => tick(time, hours)), space: 70 },
      { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000] },
    ],
    series: [{}, ...SERIES.map((each) => ({
      label: each.label,
      stroke: color(element, each.color),
      width: each.width,
      dash: each.dash,
      fill: each.fill ? color(element, each.color + '-fill') : undefined,
      points: { show: false },
    }))],
  };
}

function tick(time, hours) {
  const date = new Date(time * 1000);
  return hours > 24
    ? date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
    : date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
