/* Runs one event again: its own deliveries, or as a new event. */
import { html, useState } from '../html.js';
import { post, segment } from '../api.js';
import { go } from '../router.js';
import { Confirm } from './dialog.js';
import { count, Text } from './text.js';

export function Replay({ event, asNew, onClose }) {
  const deliveries = event.deliveries ?? [];
  const handlers = [...new Set(deliveries.map((delivery) => delivery.handler))];
  const gone = new Set(deliveries.filter((delivery) => !delivery.installed).map((delivery) => delivery.handler));
  const [chosen, setChosen] = useState(handlers.filter((name) => !gone.has(name)));
  const turn = (name, on) => setChosen(on ? [...chosen, name] : chosen.filter((each) => each !== name));
  const act = () => post(`events/${segment(event.id)}/replay`, {
    handlers: chosen.length === handlers.length ? null : chosen,
    asNew,
  });
  const close = (answer) => {
    onClose(answer !== undefined);
    if (asNew && answer?.event) {
      go(['events', answer.event]);
    }
  };
  const number = handlers.length === 0 ? 0 : chosen.length;
  return html`<${Confirm} title=${asNew ? 'Replay as a new event' : 'Replay this event'} act=${act} onClose=${close}
      ready=${handlers.length === 0 || number > 0}
      action=${asNew ? 'Replay as new' : handlers.length === 0 ? 'Route it again' : `Replay ${count(number, 'delivery', 'deliveries')}`}
      done=${(answer) => `${count(answer.count ?? 0, 'delivery', 'deliveries')} will run.`}>
    <p>${asNew
      ? 'The same body is stored once more, as an event of its own, and delivered to the handlers below. They get a new idempotency key, so they will do their work again.'
      : 'The same event runs again in the handlers below, with its old id. A handler that remembers it may find nothing to do.'}</p>
    ${handlers.length === 0 ? html`<p>No handler had it so far. It goes to those that take its state now.</p>`
      : html`<fieldset><legend>Handlers</legend>${handlers.map((name) => html`<label class="check"><input type="checkbox" checked=${chosen.includes(name)} disabled=${gone.has(name)}
        onChange=${(change) => turn(name, change.currentTarget.checked)} /> <${Text} of=${name} most=${60} />${gone.has(name) && ' (not installed)'}</label>`)}</fieldset>`}
  </${Confirm}>`;
}
