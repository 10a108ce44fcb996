import { html } from '../html.js';
import { Empty, Head } from './shared.js';

export default function Missing() {
  return html`<${Head} title="No such page" /><${Empty} title="There is no page at this address.">
    It may come from another version. <a href="#/status">Go to the status.</a></${Empty}>`;
}
