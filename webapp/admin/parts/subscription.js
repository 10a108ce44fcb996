/* What the pages of subscriptions share: their state in words, their options, and the secret that is shown once. */
import { html } from '../html.js';
import { Secret } from './secret.js';
import { Chip, Copy, is } from './marks.js';
import { count, Text } from './text.js';
import { Time } from '../time.js';

/** How it stands, the worst first: one chip, and one more if it is set otherwise than that. */
export function SubscriptionState({ of }) {
  const [tone, words] = verdict(of);
  return html`<${Chip} of=${words} tone=${tone} />`;
}

function verdict(of) {
  if (is(of.activity, 'deactivated')) {
    return ['quiet', 'deactivated'];
  }
  if (of.gone) {
    return ['bad', 'stopped'];
  }
  if (is(of.activity, 'paused')) {
    return ['warn', 'paused'];
  }
  if (!of.breaker) {
    return ['bad', 'sends nothing'];
  }
  if (is(of.breaker, 'open')) {
    return ['bad', 'target rests'];
  }
  if (is(of.breaker, 'half_open')) {
    return ['warn', 'trying again'];
  }
  return of.failuresInARow > 0 ? ['warn', `failed ${count(of.failuresInARow, 'time')}`] : ['good', 'active'];
}

/** What needs a person, or will mend itself, in a sentence; nothing if all is well. */
export function SubscriptionNotice({ of }) {
  if (of.gone) {
    return html`<p class="notice warn">The target wants no more: it <${Text} of=${of.gone} most=${300} />. Nothing is sent to it and nothing new is taken for it; what waited still waits.
      Another URL, or <strong>Activate</strong>, starts it again.</p>`;
  }
  if (is(of.activity, 'deactivated')) {
    return null;
  }
  if (!of.breaker) {
    return html`<p class="notice warn">It sends nothing and takes nothing new: its secrets cannot be opened with the present encryption key, or the server is still starting. The log says which.</p>`;
  }
  if (of.lastFailure) {
    return html`<p class="notice warn"><${Text} of=${of.failuresInARow > 0 ? `The last ${count(of.failuresInARow, 'request')} failed` : 'The last request failed'} />: <${Text} of=${of.lastFailure} most=${400} />.
      ${is(of.breaker, 'open') && html` The target has a rest, and is tried again <${Time} at=${of.restUntil} ago none="soon" />.`} What could not be sent waits, in order; no attempt is used up by a rest.</p>`;
  }
  return null;
}

export function statusesOf(of) {
  return of.allStates ? 'ALL' : [...(of.states ?? []), ...(of.withoutState ? ['without state'] : [])].join(', ');
}

export const STATES_WORDS = {
  all: 'Every status change is sent, those without a workflow state included.',
  some: 'Only these are sent. Others go to the handlers here as before, and not to this URL.',
};

/** What the sender's form does not have. */
export function Options({ draft, set }) {
  return html`<fieldset><legend>Options</legend>
    <label class="check"><input type="checkbox" checked=${draft.standardWebhooks} onChange=${(event) => set({ standardWebhooks: event.currentTarget.checked })} />
      <span>Send the headers of Standard Webhooks too</span></label>
    <label class="check"><input type="checkbox" checked=${draft.allowPrivate} onChange=${(event) => set({ allowPrivate: event.currentTarget.checked })} />
      <span>It may lead to a loopback or private address</span></label>
    <small class="soft">Without this, addresses inside your network are refused, whatever name leads there.</small></fieldset>`;
}

/** The administrator's own password, asked for again. */
export function PasswordAgain({ value, onInput }) {
  return html`<${Secret} label="Your password" name="password" value=${value} required onInput=${onInput}
    hint="It is asked for again, because what happens here leaves this server. A wrong one signs you out." />`;
}

/** A secret that was just made. It is in this answer only. */
export function MadeSecret({ made }) {
  return html`<p class="notice warn">Copy it now: it is shown this once, and stored encrypted.</p>
    <p class="url-box"><code class="wrap" aria-label="HMAC Shared Secret">${made.hmacSecret}</code> <${Copy} text=${made.hmacSecret} label="Copy the secret" /></p>
    ${made.standardWebhooksSecret && html`<details><summary>The same key as Standard Webhooks writes it</summary>
      <p class="url-box"><code class="wrap">${made.standardWebhooksSecret}</code> <${Copy} text=${made.standardWebhooksSecret} label="Copy this form" /></p></details>`}`;
}
