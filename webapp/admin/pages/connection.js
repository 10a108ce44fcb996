/* One connection: its URL, its secrets and their last use, what it lets through; and all that can be changed of it. */
import { html, useState } from '../html.js';
import { KeepDialog, Kept } from '../parts/kept.js';
import { Secret } from '../parts/secret.js';
import { StatesForm } from '../parts/states.js';
import { FetchForm, Watched } from '../parts/sweep.js';
import {
  AdminOnly, Card, Chip, Confirm, Copy, Head, href, is, Loaded, post, put, segment, span, Text, Time, Trouble, useAction, useAnnounce, useLoad,
} from './shared.js';

const ASKS = {
  pause: { title: 'Pause the connection', words: 'Posts are still taken in and stored. Nothing is delivered to handlers until it is resumed.', done: 'Paused.' },
  resume: { title: 'Resume the connection', words: 'What was stored in the meantime is delivered now, oldest first.', done: 'Resumed.' },
  deactivate: { title: 'Deactivate the connection', words: 'Its URL answers 404 from now on. Posts that SiteCapture sends then are lost, unless SiteCapture sends them again. Its events stay.', done: 'Deactivated.', danger: true },
  activate: { title: 'Activate the connection', words: 'Its URL takes in signed posts again.', done: 'Activated.' },
  'drop-previous': { title: 'Drop the previous secret', words: 'Posts that are still signed with it are refused with 401 from now on.', done: 'The previous secret is gone.', danger: true },
};

export default function Connection({ segments }) {
  const name = segments[1];
  const path = 'connections/' + segment(name);
  const load = useLoad(path);
  const suggested = useLoad(path + '/suggested-states').data?.states ?? [];
  const [asked, setAsked] = useState(null);
  const data = load.data;
  const close = (answer) => {
    setAsked(null);
    if (answer) {
      load.reload();
    }
  };
  return html`<p class="crumbs"><a href="#/connections">Connections</a></p>
    <${Head} title=${html`<${Text} of=${name} most=${80} />`} note=${data && html`<${Chip} of=${data.activity} /> last event <${Time} at=${data.lastEventAt} ago /> · <a href=${href(['events'], { connection: name })}>events</a> · <a href=${href(['rejections'], { connection: name })}>rejections</a>`}>
      ${data?.editable && html`<${AdminOnly}>
        ${is(data.activity, 'active') && html`<button type="button" onClick=${() => setAsked('pause')}>Pause …</button>`}
        ${is(data.activity, 'paused') && html`<button type="button" class="primary" onClick=${() => setAsked('resume')}>Resume …</button>`}
        ${is(data.activity, 'deactivated') ? html`<button type="button" class="primary" onClick=${() => setAsked('activate')}>Activate …</button>`
          : html`<button type="button" onClick=${() => setAsked('deactivate')}>Deactivate …</button>`}</${AdminOnly}>`}</${Head}>
    <${Loaded} load=${load} what="the connection">${(connection) => html`
      ${!connection.editable && html`<p class="notice info">It is set in the settings file, so it is changed there. It is shown here as it holds now.</p>`}
      ${connection.problem && html`<p class="notice warn"><${Text} of=${connection.problem} most=${400} /></p>`}
      <${Card} title="URL to paste at SiteCapture" id="url"><p class="url-box"><code class="wrap"><${Text} of=${connection.url} most=${300} /></code> <${Copy} text=${connection.url} label="Copy the URL" /></p></${Card}>
      <div class="columns"><${Secrets} connection=${connection} onAsk=${setAsked} /><${Facts} connection=${connection} /></div>
      <div class="columns"><${Watched} connection=${connection} />
        <${Kept} connection=${connection} onChange=${() => setAsked('keep')} /></div>
      ${connection.editable && html`<${AdminOnly}><div class="columns apart"><${Statuses} key=${'s' + formOf(connection)} connection=${connection} path=${path} reload=${load.reload} suggested=${suggested} />
        <${FetchForm} key=${'f' + formOf(connection)} connection=${connection} path=${path} reload=${load.reload} suggested=${suggested} /></div></${AdminOnly}>`}`}</${Loaded}>
    ${asked === 'rotate' && html`<${Rotate} path=${path} onClose=${close} />`}
    ${asked === 'keep' && html`<${KeepDialog} connection=${data} path=${path} onClose=${close} />`}
    ${ASKS[asked] && html`<${Confirm} title=${ASKS[asked].title} action=${ASKS[asked].title.split(' ')[0]} danger=${ASKS[asked].danger} onClose=${close}
      act=${() => post(`${path}/${asked}`)} done=${ASKS[asked].done}><p><strong><${Text} of=${name} most=${60} /></strong>: ${ASKS[asked].words}</p></${Confirm}>`}`;
}

/** What the forms show, and nothing that changes by itself: a reload must not throw away what is being typed. */
function formOf({ allStates, withoutState, states, hasApiKey, rest, sweep, silence }) {
  return JSON.stringify([allStates, withoutState, states, hasApiKey, rest, sweep?.intervalSeconds, sweep?.states, silence?.alarmSeconds]);
}

function Secrets({ connection, onAsk }) {
  const secrets = connection.secrets ?? [];
  const previous = secrets.some((secret) => secret.label === 'previous' && secret.set);
  return html`<${Card} title="HMAC shared secrets" id="secrets" actions=${connection.editable && html`<${AdminOnly}><button type="button" onClick=${() => onAsk('rotate')}>Rotate …</button></${AdminOnly}>`}>
    <ul class="plain-list">${secrets.map((secret) => html`<li><strong><${Text} of=${secret.label} most=${20} /></strong> ${secret.set ? html`<${Chip} of="active" words="set" />` : html`<${Chip} of=${secret.label === 'current' ? 'trouble' : 'quiet'} words="not set" />`}
      ${secret.since && html`<span class="soft"> since <${Time} at=${secret.since} /></span>`}
      <br />${secret.lastUsedAt ? html`last matched <${Time} at=${secret.lastUsedAt} ago /> as <${Text} of=${secret.lastForm} most=${80} />` : html`<span class="soft">has not matched a post yet</span>`}</li>`)}</ul>
    ${previous && html`<p class="soft">Both match during a rotation. Drop the previous one when it is not used any more.</p>
      ${connection.editable && html`<${AdminOnly}><button type="button" onClick=${() => onAsk('drop-previous')}>Drop the previous …</button></${AdminOnly}>`}`}
  </${Card}>`;
}

function Facts({ connection }) {
  return html`<${Card} title="How posts are read" id="how"><dl class="facts">
    <div><dt>API key</dt><dd>${connection.hasApiKey ? 'must match' : 'not checked'}</dd></div>
    <div><dt>Statuses</dt><dd><${Text} of=${connection.allStates ? 'ALL' : [...(connection.states ?? []), ...(connection.withoutState ? ['without state'] : [])].join(', ')} most=${200} none="none" /></dd></div>
    <div><dt>Algorithm</dt><dd><${Text} of=${connection.hmacAlgorithm} />, encoding <${Text} of=${connection.signatureEncoding} /></dd></div>
    <div><dt>Duplicates</dt><dd>${connection.duplicateWindowSeconds ? `same body within ${span(connection.duplicateWindowSeconds)}` : 'not looked for'}</dd></div>
    <div><dt>Unreadable body</dt><dd>answered <${Text} of=${connection.unreadableAnswer} /></dd></div></dl></${Card}>`;
}

function Statuses({ connection, path, reload, suggested }) {
  const [draft, setDraft] = useState({ allStates: connection.allStates, withoutState: connection.withoutState, states: connection.states ?? [] });
  const [apiKey, setApiKey] = useState('');
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const save = async (event) => {
    event.preventDefault();
    if (await run(() => put(path, apiKey ? { ...draft, apiKey } : draft)) !== undefined) {
      announce('The connection is changed.');
      reload();
    }
  };
  return html`<${Card} title="Reconfigure" id="reconfigure"><form class="form" onSubmit=${save}>
    <${StatesForm} value=${draft} onChange=${setDraft} suggested=${suggested} error=${error?.of?.('states')} />
    <${Secret} label="New API key" name="apiKey" value=${apiKey} onInput=${setApiKey} hint="Left empty, the present one stays." />
    ${error && html`<${Trouble} problem=${error} compact />`}
    <p class="row-of-buttons"><button type="submit" class="primary" disabled=${busy}>${busy ? 'Saving …' : 'Save'}</button></p></form></${Card}>`;
}

function Rotate({ path, onClose }) {
  const [secret, setSecret] = useState('');
  return html`<${Confirm} title="Rotate the secret" action="Rotate" ready=${secret !== ''} onClose=${onClose} act=${() => post(path + '/rotate', { hmacSecret: secret })}
      done="The new secret holds; the old one matches as well until you drop it.">
    <ol><li>Paste the new secret here first.</li><li>Then finish SiteCapture’s form with it.</li><li>When the previous one is not used any more, drop it.</li></ol>
    <p>Until then posts signed with either are taken in, so nothing is lost. A previous secret that is still here is replaced.</p>
    <${Secret} label="New HMAC Shared Secret" name="hmacSecret" value=${secret} required onInput=${setSecret} hint="It is stored encrypted, and never shown again." />
  </${Confirm}>`;
}
