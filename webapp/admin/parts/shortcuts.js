/* Keys for those who live on this page. They can be switched off: single keys get in the way of some assistive tools. */
import { html, useLayoutEffect, useState } from '../html.js';
import { go } from '../router.js';
import * as live from '../live.js';
import { NAVIGATION } from '../pages/pages.js';
import { Dialog } from './dialog.js';
import { nextTheme, remember, remembered } from './theme.js';

const KEY = 'sitehook.shortcuts';
const HELP = 'sitehook-help';

export function openHelp() {
  dispatchEvent(new Event(HELP));
}

function isTyping(target) {
  return target.closest?.('input, textarea, select, [contenteditable]') !== null;
}

function moveInList(step) {
  const links = [...document.querySelectorAll('#main tbody tr a.row-link')];
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
}

export function Shortcuts() {
  const [help, setHelp] = useState(false);
  const [on, setOn] = useState(remembered(KEY) !== 'off');
  useLayoutEffect(() => {
    const show = () => setHelp(true);
    addEventListener(HELP, show);
    return () => removeEventListener(HELP, show);
  }, []);
  useLayoutEffect(() => {
    if (!on) {
      return undefined;
    }
    let afterG = 0;
    const single = {
      '/': () => document.querySelector('[data-search=true]')?.focus(),
      '?': () => setHelp(true),
      p: () => document.getElementById('live')?.click(),
      t: nextTheme,
      j: () => moveInList(1),
      k: () => moveInList(-1),
      r: () => live.refresh(),
    };
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) {
        return;
      }
      const page = NAVIGATION.find((entry) => entry.key === event.key);
      if (event.timeStamp - afterG < 1500 && page) {
        event.preventDefault();
        afterG = 0;
        go([page.name]);
      } else if (event.key === 'g') {
        afterG = event.timeStamp;
      } else if (Object.hasOwn(single, event.key)) {
        event.preventDefault();
        single[event.key]();
      }
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [on]);
  if (!help) {
    return null;
  }
  const turn = (event) => {
    setOn(event.currentTarget.checked);
    remember(KEY, event.currentTarget.checked ? 'on' : 'off');
  };
  const rows = [
    [['/'], 'search'], [['j'], 'next row'], [['k'], 'row before'], [['Enter'], 'open the row'], [['p'], 'hold or go on with live updates'],
    [['r'], 'ask for the status now'], [['t'], 'theme: system, light, dark'], [['?'], 'this list'], [['Esc'], 'close a dialog'],
    ...NAVIGATION.map((entry) => [['g', entry.key], entry.title]),
  ];
  return html`<${Dialog} title="Keyboard shortcuts" onClose=${() => setHelp(false)} wide>
    <div class="dialog-body"><dl class="keys">${rows.map(([keys, words]) => html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd>${' '}`)}</dt><dd>${words}</dd></div>`)}</dl>
      <label class="check"><input type="checkbox" checked=${on} onChange=${turn} /> <span>Single-key shortcuts are on in this browser</span></label></div>
  </${Dialog}>`;
}
