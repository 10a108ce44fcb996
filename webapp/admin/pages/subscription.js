/* One subscription: how its target answers, what is sent to it, its secrets; and all that can be changed of it. */
import { html, useState } from '../html.js';
import { Secret } from '../parts/secret.js';
import { StatesForm } from '../parts/states.js';
import { MadeSecret, Options, PasswordAgain, STATES_WORDS, statusesOf, SubscriptionNotice, SubscriptionState } from '../parts/subscription.js';
import {
  AdminOnly, Card, Chip, Confirm, count, Dialog, Head, href, is, Loaded, post, put, segment, Text, Time, Trouble, useAction, useAnnounce, useLoad,
} from './shared.js';

const ASKS = {
  pause: { title: 'Pause the subscription', words: 'What is to be sent is kept, and nothing is sent until it is resumed.', done: 'Paused.' },
  resume: { title: 'Resume the subscription', words: 'What was kept is sent now, in order for each project.', done: 'Resumed.' },
  deactivate: { title: 'Deactivate the subscription', words: 'Status changes that come in from now on are never sent to it. What waits already waits until it is activated.', done: 'Deactivated.', danger: true },
  activate: { title: 'Activate the subscription', words: 'What waits is sent, and what comes in from now on. What came in meanwhile was not taken for it.', done: 'Activated.' },
  'drop-previous': { title: 'Drop the previous secret', words: 'From now on only the present secret signs. A receiver that knows only the previous one refuses what is sent.', done: 'The previous secret is gone.', danger: true },
};

export default function Subscription({ segments }) {
  const name = segments[1];
  const path = 'subscriptions/' + segment(name);
  const load = useLoad(path);
  const [asked, setAsked] = useState(null);
  const [made, setMade] = useState(null);
  const data = load.data;
  const close = (answer) => {
    setAsked(null);
    if (answer) {
      load.reload();
    }
    if (answer?.hmacSecret) {
      setMade(answer);
    }
  };
  return html`<p class="crumbs"><a href="#/subscriptions">Subscriptions</a></p>
    <${Head} title=${html`<${Text} of=${name} most=${80} />`} note=${data && html`<${SubscriptionState} of=${data} /> last sent <${Time} at=${data.lastSentAt} ago />`}>
      ${data && html`<${AdminOnly}><${Actions} of=${data} ask=${setAsked} /></${AdminOnly}>`}</${Head}>
    <${Loaded} load=${load} what="the subscription">${(subscription) => html`
      ${!subscription.editable && html`<p class="notice info">It is set in the settings file, so it is changed there. It is shown here as it holds now.</p>`}
      <${SubscriptionNotice} of=${subscription} />
      <${Card} title="URL that is posted to" id="url"><p class="url-box"><code class="wrap"><${Text} of=${subscription.url} most=${300} /></code></p></${Card}>
      <div class="columns"><${Secrets} of=${subscription} onAsk=${setAsked} /><${Facts} of=${subscription} /></div>
      ${subscription.editable && html`<${AdminOnly}><${Reconfigure} key=${formOf(subscription)} of=${subscription} path=${path} reload=${load.reload} /></${AdminOnly}>`}`}</${Loaded}>
    ${asked === 'rotate' && html`<${Rotate} path=${path} onClose=${close} />`}
    ${made && html`<${Dialog} title="The new secret" onClose=${() => setMade(null)}><div class="dialog-body"><${MadeSecret} made=${made} />
      <p>Give it to the receiver. Until then the one before it is used, as soon as the receiver refuses the new one; so nothing is lost.</p></div>
      <footer><button type="button" class="primary" onClick=${() => setMade(null)}>I have copied it</button></footer></${Dialog}>`}
    ${ASKS[asked] && html`<${Confirm} title=${ASKS[asked].title} action=${ASKS[asked].title.split(' ')[0]} danger=${ASKS[asked].danger} onClose=${close}
      act=${() => post(`${path}/${asked}`)} done=${ASKS[asked].done}><p><strong><${Text} of=${name} most=${60} /></strong>: ${ASKS[asked].words}</p></${Confirm}>`}`;
}

/** What can be done to it as it stands. Trying a target again that wanted no more works for those of the settings file too. */
function Actions({ of, ask }) {
  const button = (what, words, primary) => html`<button type="button" class=${primary ? 'primary' : ''} onClick=${() => ask(what)}>${words} …</button>`;
  if (of.gone && !(of.editable && is(of.activity, 'deactivated'))) {
    return html`${button('activate', 'Activate', true)}${of.editable && button('deactivate', 'Deactivate')}`;
  }
  if (!of.editable) {
    return null;
  }
  if (is(of.activity, 'deactivated')) {
    return button('activate', 'Activate', true);
  }
  return html`${is(of.activity, 'paused') ? button('resume', 'Resume', true) : button('pause', 'Pause')}${button('deactivate', 'Deactivate')}`;
}

function Secrets({ of, onAsk }) {
  return html`<${Card} title="HMAC shared secret" id="secrets" actions=${of.editable && html`<${AdminOnly}><button type="button" onClick=${() => onAsk('rotate')}>Rotate …</button></${AdminOnly}>`}>
    <ul class="plain-list"><li><strong>present</strong> <${Chip} of="active" words="set" />${of.secretSince && html` <span class="soft">since <${Time} at=${of.secretSince} /></span>`}</li>
      ${of.previousSecret && html`<li><strong>previous</strong> <${Chip} of="active" words="set" /></li>`}</ul>
    ${of.previousSecret ? html`<p class="soft">Both are in use: if the receiver refuses the one, the other is tried at once. Drop the previous one when the receiver has the new one.</p>
      ${of.editable && html`<${AdminOnly}><button type="button" onClick=${() => onAsk('drop-previous')}>Drop the previous …</button></${AdminOnly}>`}`
    : html`<p class="soft">It signs every post in <code>x-hmac-hash</code>${of.standardWebhooks && html` and <code>webhook-signature</code>`}.</p>`}
  </${Card}>`;
}

function Facts({ of }) {
  return html`<${Card} title="What is sent" id="what"><dl class="facts">
    <div><dt>Statuses</dt><dd><${Text} of=${statusesOf(of)} most=${200} none="none" /></dd></div>
    <div><dt>API key</dt><dd>${of.hasApiKey ? 'its own, in api_key' : 'none'}</dd></div>
    <div><dt>Headers</dt><dd>x-hmac-hash${of.standardWebhooks && ', and those of Standard Webhooks'}</dd></div>
    <div><dt>Private addresses</dt><dd>${of.allowPrivate ? 'allowed' : 'refused'}</dd></div>
    <div><dt>Pending</dt><dd><a href=${href(['events'], { handler: of.handler, deliveryState: 'pending' })}>${count(of.pending, 'status change')}</a></dd></div>
    <div><dt>Failed for good</dt><dd><a href=${href(['failures'], { handler: of.handler })}>see Failures</a></dd></div></dl></${Card}>`;
}

/** What the form shows, and nothing that changes by itself: a reload must not throw away what is being typed. */
function formOf(of) {
  return JSON.stringify([of.url, of.allStates, of.withoutState, of.states, of.hasApiKey, of.standardWebhooks, of.allowPrivate]);
}

function Reconfigure({ of, path, reload }) {
  const [draft, setDraft] = useState({ url: of.url, allStates: of.allStates, withoutState: of.withoutState, states: of.states ?? [],
    standardWebhooks: of.standardWebhooks, allowPrivate: of.allowPrivate });
  const [apiKey, setApiKey] = useState('');
  const [noKey, setNoKey] = useState(false);
  const [password, setPassword] = useState('');
  const seen = useLoad('coverage');
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const set = (changes) => setDraft((before) => ({ ...before, ...changes }));
  const save = async (event) => {
    event.preventDefault();
    const key = noKey ? { apiKey: '' } : apiKey ? { apiKey } : {};
    if (await run(() => put(path, { ...draft, ...key, password })) !== undefined) {
      setApiKey('');
      setNoKey(false);
      setPassword('');
      announce('The subscription is changed.');
      reload();
    }
  };
  return html`<${Card} title="Reconfigure" id="reconfigure"><form class="form halves" onSubmit=${save}><div class="form">
    <label class="stacked"><span>Webhook URL</span><input type="url" value=${draft.url} required maxlength="2000" autocomplete="off" spellcheck=${false}
      aria-invalid=${error?.of?.('url') ? 'true' : undefined} onInput=${(event) => set({ url: event.currentTarget.value })} />
      ${error?.of?.('url') && html`<small class="field-error">${error.of('url')}</small>`}</label>
    <${StatesForm} value=${draft} onChange=${setDraft} words=${STATES_WORDS} suggested=${codesOf(seen.data)} error=${error?.of?.('states')} /></div><div class="form">
    ${!noKey && html`<${Secret} label="New API key" name="apiKey" value=${apiKey} onInput=${setApiKey} error=${error?.of?.('apiKey')} hint=${of.hasApiKey ? 'Left empty, the present one stays.' : 'Left empty, none is sent.'} />`}
    ${of.hasApiKey && html`<label class="check"><input type="checkbox" checked=${noKey} onChange=${(event) => setNoKey(event.currentTarget.checked)} /> <span>Send no API key any more</span></label>`}
    <${Options} draft=${draft} set=${set} />
    <${PasswordAgain} value=${password} onInput=${setPassword} /></div>
    ${error && html`<${Trouble} problem=${error} compact />`}
    <p class="row-of-buttons"><button type="submit" class="primary" disabled=${busy}>${busy ? 'Saving …' : 'Save'}</button></p></form></${Card}>`;
}

/** Workflow states that came in so far. */
export function codesOf(coverage) {
  return (coverage?.states ?? []).map((row) => row.state).filter((state) => typeof state === 'string');
}

function Rotate({ path, onClose }) {
  const [password, setPassword] = useState('');
  return html`<${Confirm} title="Rotate the secret" action="Make a new one" ready=${password !== ''} onClose=${onClose} act=${() => post(path + '/rotate', { password })}
      done="A new secret is made; the one before it stays in use too.">
    <ol><li>A new secret is made and shown once.</li><li>Give it to the receiver, whenever it suits.</li><li>Then drop the previous one.</li></ol>
    <p>In between, what the receiver refuses with one is sent again at once with the other. A previous secret that is still here is replaced.</p>
    <${PasswordAgain} value=${password} onInput=${setPassword} />
  </${Confirm}>`;
}
