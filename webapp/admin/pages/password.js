/* A new password: asked for once at the first sign-in, and whenever someone wants one. Standalone only. */
import { html, useState } from '../html.js';
import { Secret } from '../parts/secret.js';
import { Trouble, useAction } from '../parts/load.js';
import { useAnnounce } from '../parts/dialog.js';
import { post } from '../api.js';

export function Password({ first = false, done }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { busy, error, run } = useAction();
  const announce = useAnnounce();
  const submit = async (event) => {
    event.preventDefault();
    if (await run(() => post('session/password', { current, next })) !== undefined) {
      announce('The password is changed.');
      setCurrent('');
      setNext('');
      done?.();
    }
  };
  return html`<h1>${first ? 'Choose your password' : 'Change the password'}</h1>
    <form class="card narrow" onSubmit=${submit}>
      ${first && html`<p>The one you signed in with was for once only.</p>`}
      <${Secret} label=${first ? 'One-time password' : 'Present password'} value=${current} required onInput=${setCurrent} hint="" error=${error?.of?.('current')} />
      <${Secret} label="New password" value=${next} required onInput=${setNext} hint="A few words that only you would put together are better than one short word with digits." error=${error?.of?.('next')} />
      ${error && html`<${Trouble} problem=${error} compact />`}
      <footer><button type="submit" class="primary" disabled=${busy}>${busy ? 'Changing …' : 'Change it'}</button></footer></form>`;
}

export default Password;
