/* A new subscription, in the order of SiteCapture's own form. The secret is made at Finish, and shown then. */
import { html, useEffect, useRef, useState } from '../html.js';
import { Secret } from '../parts/secret.js';
import { StatesForm } from '../parts/states.js';
import { Steps } from '../parts/steps.js';
import { MadeSecret, Options, PasswordAgain, STATES_WORDS, statusesOf } from '../parts/subscription.js';
import { codesOf } from './subscription.js';
import { Head, href, post, refine, Text, Trouble, useAction, useAnnounce, useLoad, useSession } from './shared.js';

const STEPS = ['Webhook URL', 'Statuses', 'API key', 'Finish', 'HMAC Shared Secret'];
const NAME = /^[a-z0-9-]{1,58}$/;

export default function SubscriptionWizard({ query }) {
  const session = useSession();
  const [draft, setDraft] = useState({ name: '', url: '', apiKey: '', allStates: true, withoutState: true, states: [], standardWebhooks: false, allowPrivate: false });
  const [password, setPassword] = useState('');
  const [made, setMade] = useState(null);
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const title = useRef(null);
  const first = useRef(true);
  const asked = Math.min(Math.max(Number(query.step) || 1, 1), STEPS.length - 1);
  const step = made ? STEPS.length : NAME.test(draft.name) && draft.url ? asked : 1;
  const set = (changes) => setDraft((before) => ({ ...before, ...changes }));
  useEffect(() => {
    if (!first.current) {
      title.current?.focus();
    }
    first.current = false;
  }, [step]);
  if (!session.admin) {
    return html`<${Head} title="New subscription" /><p>Only an administrator can set up a subscription.</p>`;
  }
  const finish = async () => {
    const { apiKey, ...rest } = draft;
    const answer = await run(() => post('subscriptions', { ...rest, ...(apiKey ? { apiKey } : {}), password }));
    setPassword('');
    if (answer !== undefined) {
      set({ apiKey: '' });
      setMade(answer);
      announce(`The subscription ${draft.name} is set up.`);
    }
  };
  const next = (event) => {
    event.preventDefault();
    step < STEPS.length - 1 ? refine({ step: step + 1 }) : finish();
  };
  const Step = [UrlStep, StatesStep, KeyStep, FinishStep][step - 1];
  return html`<p class="crumbs"><a href="#/subscriptions">Subscriptions</a></p><${Head} title="New subscription" note="The same form as SiteCapture’s, the other way round: from here to a receiver of yours." />
    <${Steps} names=${STEPS} at=${step} />
    ${made ? html`<section class="card wizard"><h2 tabindex="-1" ref=${title}>${step}. ${STEPS[step - 1]}</h2><${Made} made=${made} name=${draft.name} /></section>`
      : html`<form class="card wizard" onSubmit=${next}>
      <h2 tabindex="-1" ref=${title}>${step}. ${STEPS[step - 1]}</h2>
      <${Step} draft=${draft} set=${set} error=${error} password=${password} setPassword=${setPassword} />
      ${error && step === STEPS.length - 1 && html`<${Trouble} problem=${error} compact />`}
      <footer>${step > 1 && html`<button type="button" onClick=${() => refine({ step: step - 1 })}>Back</button>`}
        <button type="submit" class="primary" disabled=${busy}>${step < STEPS.length - 1 ? 'Next' : busy ? 'Setting up …' : 'Finish'}</button></footer>
    </form>`}`;
}

function UrlStep({ draft, set, error }) {
  return html`<label class="stacked"><span>Name</span><input value=${draft.name} required pattern="[a-z0-9\\-]{1,58}" maxlength="58" autocomplete="off" spellcheck=${false}
      autocapitalize="off" placeholder="erp" aria-describedby="name-hint" onInput=${(event) => set({ name: event.currentTarget.value })} />
      ${error?.of?.('name') && html`<small class="field-error">${error.of('name')}</small>`}
      <small id="name-hint">Small letters, digits and hyphens. It is what the lists here call it, and cannot be changed later.</small></label>
    <label class="stacked"><span>Webhook URL</span><input type="url" value=${draft.url} required maxlength="2000" autocomplete="off" spellcheck=${false}
      aria-describedby="url-hint" onInput=${(event) => set({ url: event.currentTarget.value })} />
      ${error?.of?.('url') && html`<small class="field-error">${error.of('url')}</small>`}
      <small id="url-hint">Where the receiver takes posts. Use https: over http others can read what is sent. Redirects are not followed.</small></label>`;
}

function StatesStep({ draft, set, error }) {
  const seen = useLoad('coverage');
  return html`<${StatesForm} value=${draft} onChange=${set} words=${STATES_WORDS} suggested=${codesOf(seen.data)} error=${error?.of?.('states')} />`;
}

function KeyStep({ draft, set, error }) {
  return html`<${Secret} label="API key (optional)" name="apiKey" value=${draft.apiKey} onInput=${(value) => set({ apiKey: value })} error=${error?.of?.('apiKey')}
      hint="What the receiver finds in api_key. Left empty, the body has none. The one that SiteCapture sent is never sent on." />
    <${Options} draft=${draft} set=${set} />`;
}

function FinishStep({ draft, password, setPassword }) {
  return html`<dl class="facts"><div><dt>Name</dt><dd>${draft.name}</dd></div><div><dt>Webhook URL</dt><dd class="mono"><${Text} of=${draft.url} /></dd></div>
    <div><dt>Statuses</dt><dd><${Text} of=${statusesOf(draft)} none="none: nothing would be sent" /></dd></div><div><dt>API key</dt><dd>${draft.apiKey ? 'entered' : 'none'}</dd></div>
    <div><dt>Standard Webhooks</dt><dd>${draft.standardWebhooks ? 'headers too' : 'no'}</dd></div><div><dt>Private addresses</dt><dd>${draft.allowPrivate ? 'allowed' : 'refused'}</dd></div></dl>
    <${PasswordAgain} value=${password} onInput=${setPassword} />
    <p class="soft">The HMAC Shared Secret is made now, and shown next.</p>`;
}

function Made({ made, name }) {
  return html`<${MadeSecret} made=${made} />
    <p>Give it to the receiver of <strong>${name}</strong>. What comes in is sent from now on. As long as the receiver refuses it, it is kept and tried again.</p>
    <p class="row-of-buttons"><a class="button primary" href=${href(['subscriptions', name])}>I have copied it</a></p>`;
}
