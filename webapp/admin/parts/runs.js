/* The runs of a delivery, in order: what each said, where it failed, in which jar. */
import { html } from '../html.js';
import { millis, Time } from '../time.js';
import { Chip } from './marks.js';
import { Hash, Lines, Text } from './text.js';

export function Runs({ of }) {
  if (of.length === 0) {
    return html`<p class="soft">It has not run yet.</p>`;
  }
  return html`<ol class="runs">${of.map((run) => html`<li key=${run.number}>
    <p class="run-head"><strong>Run ${Number(run.number)}</strong> <${Chip} of=${run.outcome ?? 'running'} /> <${Time} at=${run.startedAt} none="not started" />
      ${run.finishedAt && html` <span class="soft">took ${millis(new Date(run.finishedAt) - new Date(run.startedAt))}</span>`}
      ${run.replayedBy && html` <span class="soft">replayed by <${Text} of=${run.replayedBy} most=${40} /></span>`}</p>
    ${run.text && html`<p><${Text} of=${run.text} most=${400} /></p>`}
    ${run.error && html`<details><summary>Stack trace</summary><${Lines} of=${run.error} label=${`Stack trace of run ${run.number}`} /></details>`}
    ${run.threadDump && html`<details><summary>Thread dump at the deadline</summary><${Lines} of=${run.threadDump} label=${`Thread dump of run ${run.number}`} /></details>`}
    <p class="soft run-foot"><${Text} of=${run.unit} most=${60} none="no jar" /> <${Text} of=${run.unitVersion} most=${30} none="" /> <${Hash} of=${run.unitSha256} /> on <${Text} of=${run.node} most=${60} /></p>
  </li>`)}</ol>`;
}
