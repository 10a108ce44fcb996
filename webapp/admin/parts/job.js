/* A replay or discard of many: counted first, then run in the background with its progress. */
import { html, useEffect, useState } from '../html.js';
import { get, post, segment } from '../api.js';
import { Dialog, useAnnounce, useSession } from './dialog.js';
import { asProblem, Trouble, useAction, useLoad } from './load.js';
import { Chip } from './marks.js';
import { Time } from '../time.js';
import { count, Text } from './text.js';

const WORDS = {
  replay: {
    title: 'Replay', verb: 'Replay',
    says: 'Each runs again from its first attempt, in the order of its project, with the handler jars installed now. A handler may see the same event twice.',
  },
  discard: {
    title: 'Discard', verb: 'Discard',
    says: 'They are closed for good and no longer count as failures. The events and their history stay, and each can still be replayed one by one.',
  },
};

const DONE = {
  replay: ['set to run again', ['delivery', 'deliveries']],
  discard: ['discarded', ['delivery', 'deliveries']],
  offer: ['offered', ['parked event']],
};

/** @param selection {deliveries: […]} | {cause} | {filter} @param what in words, for example "of this group" */
export function BulkDialog({ action, selection, what, onClose }) {
  const words = WORDS[action];
  const [counted, setCounted] = useState(null);
  const [problem, setProblem] = useState(null);
  const [job, setJob] = useState(null);
  const [reason, setReason] = useState('');
  const { busy, error, run } = useAction();
  const ask = () => {
    setProblem(null);
    post('jobs', { action, reason: '', selection, dryRun: true }).then((answer) => setCounted(answer.count), (failure) => setProblem(asProblem(failure)));
  };
  useEffect(ask, []);
  const start = async (event) => {
    event.preventDefault();
    const answer = await run(() => post('jobs', { action, reason: reason.trim(), selection, dryRun: false }));
    if (answer?.job) {
      setJob(answer.job.id);
    }
  };
  if (job) {
    return html`<${Dialog} title=${words.title} onClose=${() => onClose(true)}><${Progress} id=${job} onClose=${() => onClose(true)} /></${Dialog}>`;
  }
  return html`<${Dialog} title=${words.title} onClose=${() => onClose(false)}>
    <form onSubmit=${start}>
      <div class="dialog-body">
        <p role="status" class="big-count">${problem ? '' : counted === null ? 'Counting …'
          : `${words.verb} ${count(counted, 'delivery', 'deliveries')} ${what}?`}</p>
        ${counted === 0 ? html`<p>There is nothing left to do: they were replayed, discarded or done in the meantime.</p>` : html`<p>${words.says}</p>`}
        <label class="stacked"><span>Reason${action === 'discard' ? '' : ' (optional)'}</span>
          <input type="text" value=${reason} maxlength="500" required=${action === 'discard'} autocomplete="off"
            onInput=${(event) => setReason(event.currentTarget.value)} /><small>It goes into the audit, with your name.</small></label>
        ${problem && html`<${Trouble} problem=${problem} retry=${ask} compact />`}
        ${error && html`<${Trouble} problem=${error} compact />`}
      </div>
      <footer><button type="button" onClick=${() => onClose(false)}>Cancel</button>
        <button type="submit" class=${action === 'discard' ? 'danger' : 'primary'} disabled=${busy || !counted}>
          ${busy ? 'Starting …' : counted ? `${words.verb} ${counted.toLocaleString('en')}` : words.verb}</button></footer>
    </form>
  </${Dialog}>`;
}

/** The progress of a job until it has ended; it goes on when this is closed. */
export function Progress({ id, onClose }) {
  const [job, setJob] = useState(null);
  const [problem, setProblem] = useState(null);
  const announce = useAnnounce();
  const cancelling = useAction();
  useEffect(() => {
    let timer = 0;
    let over = false;
    const ask = async () => {
      try {
        const next = await get('jobs/' + segment(id));
        if (over) {
          return;
        }
        setJob(next);
        setProblem(null);
        if (next.state !== 'running') {
          announce(ended(next));
          return;
        }
      } catch (failure) {
        setProblem(asProblem(failure));
      }
      if (!over) {
        timer = setTimeout(ask, 700);
      }
    };
    ask();
    return () => { over = true; clearTimeout(timer); };
  }, [id]);
  const running = job === null || job.state === 'running';
  return html`<div class="dialog-body">
      <label class="stacked"><span>${job ? ended(job) : 'Starting …'}</span>
        <progress max=${job?.total || 1} value=${job ? job.done + job.skipped : 0}></progress></label>
      ${job && job.skipped > 0 && html`<p class="soft">${job.skipped} skipped: changed in the meantime.</p>`}
      ${problem && html`<${Trouble} problem=${problem} compact />`}
      ${cancelling.error && html`<${Trouble} problem=${cancelling.error} compact />`}
    </div>
    <footer>
      ${running && html`<button type="button" class="danger" disabled=${cancelling.busy}
        onClick=${() => cancelling.run(() => post(`jobs/${segment(id)}/cancel`))}>Cancel the rest</button>`}
      <button type="button" class="primary" onClick=${onClose}>${running ? 'Go on in the background' : 'Close'}</button>
    </footer>`;
}

function ended(job) {
  const [verb, what] = DONE[job.action] ?? DONE.replay;
  const done = `${job.done.toLocaleString('en')} of ${count(job.total, ...what)} ${verb}`;
  return { running: `${done} so far`, finished: `${done}.`, cancelled: `Cancelled after ${done}.` }[job.state] ?? `Failed after ${done}.`;
}

/** What was replayed and discarded lately. */
export function RecentJobs() {
  const load = useLoad('jobs');
  const { admin } = useSession();
  const [open, setOpen] = useState(null);
  const jobs = Array.isArray(load.data) ? load.data : (load.data?.items ?? load.data?.jobs ?? []);
  if (jobs.length === 0) {
    return null;
  }
  return html`<section class="card" aria-labelledby="jobs"><header class="card-head"><h2 id="jobs">Recent replays, discards and offers</h2></header>
    <ul class="plain-list">${jobs.slice(0, 8).map((job) => html`<li><${Chip} of=${job.state} /> ${ended(job)}
      <span class="soft"> by <${Text} of=${job.by} />, <${Time} at=${job.at} ago /></span>
      ${admin && job.state === 'running' && html` <button type="button" onClick=${() => setOpen(job.id)}>Watch</button>`}</li>`)}</ul>
    ${open && html`<${Dialog} title="Progress" onClose=${() => setOpen(null)}><${Progress} id=${open} onClose=${() => { setOpen(null); load.reload(); }} /></${Dialog}>`}
  </section>`;
}
