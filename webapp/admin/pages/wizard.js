/* A new connection, in the order of SiteCapture's own form. What is typed stays in memory, and is sent at Finish alone. */
import { html, useEffect, useRef, useState } from '../html.js';
import { Secret } from '../parts/secret.js';
import { StatesForm } from '../parts/states.js';
import { Steps } from '../parts/steps.js';
import { go, Head, href, post, refine, segment, Text, Trouble, useAction, useAnnounce, useLoad, useSession, Copy, Chip, Time } from './shared.js';

const STEPS = ['Name', 'URL', 'Secret and key', 'Statuses', 'Finish'];
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

export default function Wizard({ query }) {
  const session = useSession();
  const [draft, setDraft] = useState({ name: '', hmacSecret: '', apiKey: '', allStates: true, withoutState: false, states: [] });
  const [made, setMade] = useState(null);
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const title = useRef(null);
  const asked = Math.min(Math.max(Number(query.step) || 1, 1), STEPS.length);
  const step = NAME.test(draft.name) ? asked : 1;
  const set = (changes) => setDraft((before) => ({ ...before, ...changes }));
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      title.current?.focus();
    }
    first.current = false;
  }, [step, made]);
  if (!session.admin) {
    return html`<${Head} title="New connection" /><p>Only an administrator can set up a connection.</p>`;
  }
  const next = (event) => {
    event.preventDefault();
    step < STEPS.length ? refine({ step: step + 1 }) : finish();
  };
  const finish = async () => {
    const answer = await run(() => post('connections', draft));
    if (answer !== undefined) {
      setMade(draft.name);
      set({ hmacSecret: '', apiKey: '' });
      announce(`The connection ${draft.name} is set up.`);
    }
  };
  if (made) {
    return html`<${Head} title="New connection" /><${Made} name=${made} heading=${title} />`;
  }
  const url = `${session.publicUrl ?? new URL('..', location.href).href.replace(/\/$/, '')}/webhooks/${draft.name}`;
  const Step = [NameStep, UrlStep, SecretStep, StatesStep, FinishStep][step - 1];
  return html`<p class="crumbs"><a href="#/connections">Connections</a></p><${Head} title="New connection" note="Keep SiteCapture’s App Integrations page open beside this one." />
    <${Steps} names=${STEPS} at=${step} />
    <form class="card wizard" onSubmit=${next}>
      <h2 tabindex="-1" ref=${title}>${step}. ${STEPS[step - 1]}</h2>
      <${Step} draft=${draft} set=${set} url=${url} error=${error} />
      ${error && step === STEPS.length && html`<${Trouble} problem=${error} compact />`}
      <footer>${step > 1 && html`<button type="button" onClick=${() => refine({ step: step - 1 })}>Back</button>`}
        <button type="submit" class="primary" disabled=${busy}>${step < STEPS.length ? 'Next' : busy ? 'Setting up …' : 'Finish'}</button></footer>
    </form>`;
}

function NameStep({ draft, set }) {
  return html`<label class="stacked"><span>Name</span><input value=${draft.name} required pattern="[a-z0-9][a-z0-9\\-]{0,63}" maxlength="64" autocomplete="off" spellcheck=${false}
      autocapitalize="off" placeholder="sitecapture" aria-describedby="name-hint" onInput=${(event) => set({ name: event.currentTarget.value })} />
    <small id="name-hint">Small letters, digits and hyphens. It becomes part of the URL, and cannot be changed later.</small></label>`;
}

function UrlStep({ url }) {
  return html`<p>In SiteCapture: <strong>App Integrations → SiteCapture Webhook on Project Status Event → Configure → Next</strong>. Paste this as the webhook URL:</p>
    <p class="url-box"><code class="wrap">${url}</code> <${Copy} text=${url} label="Copy the URL" /></p>
    <p class="soft">Where SiteCapture asks for a user name and password there, those are of a SiteCapture user; nothing of that is needed here.</p>`;
}

function SecretStep({ draft, set, error }) {
  return html`<p>SiteCapture shows an <strong>HMAC Shared Secret</strong> at the end of its form. Copy it there and paste it here; only posts signed with it are taken in.</p>
    <${Secret} label="HMAC Shared Secret" name="hmacSecret" value=${draft.hmacSecret} required onInput=${(value) => set({ hmacSecret: value })}
      error=${error?.of?.('hmacSecret')} hint="It is stored encrypted, and never shown again." />
    <${Secret} label="API key (optional)" name="apiKey" value=${draft.apiKey} onInput=${(value) => set({ apiKey: value })}
      error=${error?.of?.('apiKey')} hint="With it, a post must carry this api_key as well. It is masked everywhere." />`;
}

function StatesStep({ draft, set }) {
  return html`<p>Choose the same as in SiteCapture’s form.</p><${StatesForm} value=${draft} onChange=${set} />`;
}

function FinishStep({ draft, url }) {
  const states = draft.allStates ? 'ALL' : [...draft.states, ...(draft.withoutState ? ['without state'] : [])].join(', ') || 'none: nothing will be delivered';
  return html`<dl class="facts"><div><dt>Name</dt><dd>${draft.name}</dd></div><div><dt>URL</dt><dd class="mono"><${Text} of=${url} /></dd></div>
    <div><dt>HMAC Shared Secret</dt><dd>${draft.hmacSecret ? 'entered' : html`<span class="bad-text">missing</span>`}</dd></div><div><dt>API key</dt><dd>${draft.apiKey ? 'entered' : 'not checked'}</dd></div>
    <div><dt>Statuses</dt><dd><${Text} of=${states} /></dd></div></dl>
    <p>Now press <strong>Finish</strong> in SiteCapture, and here.</p>`;
}

/** Waits for the first event, so that nobody has to guess whether it works. */
function Made({ name, heading }) {
  const load = useLoad('connections/' + segment(name));
  const at = load.data?.lastEventAt;
  useEffect(() => {
    const timer = at ? 0 : setInterval(load.reload, 3000);
    return () => clearInterval(timer);
  }, [at]);
  return html`<section class="card"><h2 tabindex="-1" ref=${heading}>“${name}” is set up</h2>
    <p role="status">${at ? html`<${Chip} of="well" words="it works" /> The first event came <${Time} at=${at} ago />.` : html`<${Chip} of="pending" words="waiting" /> for the first event. Change the status of a project in SiteCapture, or send a probe from Status.`}</p>
    <p class="row-of-buttons"><button type="button" onClick=${() => go(['events'], { connection: name })}>See its events</button>
      <a class="button primary" href=${href(['connections', name])}>To the connection</a></p></section>`;
}
