/* The frame around every page: navigation, the live mark, theme, user. */
import { html, useEffect, useState } from '../html.js';
import { post } from '../api.js';
import * as live from '../live.js';
import { useMark, useStatus } from '../live.js';
import { useRoute } from '../router.js';
import { NAVIGATION } from '../pages/pages.js';
import { nextTheme, useTheme } from './theme.js';
import { plain, Text } from './text.js';
import { openHelp } from './shortcuts.js';

const MARKS = {
  live: ['good', 'live'], connecting: ['info', 'connecting'], reconnecting: ['bad', 'reconnecting'],
  polling: ['warn', 'every 5 s'], paused: ['quiet', 'paused'],
};
const LEVELS = { well: ['good', 'Well'], attention: ['warn', 'Attention'], trouble: ['bad', 'Trouble'] };

export function Frame({ who, children }) {
  const { segments } = useRoute();
  const status = useStatus();
  const [open, setOpen] = useState(false);
  const current = segments[0] ?? 'status';
  useEffect(() => setOpen(false), [segments.join('/')]);
  const level = LEVELS[status?.level];
  useEffect(() => {
    const title = document.title.replace(/^[●▲■] /, '');
    document.title = status && status.level !== 'well' ? `${status.level === 'trouble' ? '■' : '▲'} ${title}` : title;
  }, [status?.level, segments.join('/')]);
  const counts = { failures: status?.counts?.dead, coverage: status?.counts?.parked };
  return html`<div class="frame">
    <header class="top">
      <a class="brand" href="#/status"><img src="icon.svg" alt="" width="24" height="24" />Sitehook</a>
      ${level && html`<a class=${'verdict-chip ' + level[0]} href="#/status"><span class="dot" aria-hidden="true"></span><span>${level[1]}</span></a>`}
      <span class="top-space"></span>
      <${LiveMark} />
      <${ThemeSwitch} />
      <button type="button" class="icon only-wide" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" onClick=${openHelp}>?</button>
      <${User} who=${who} />
      <button type="button" class="menu-button" aria-expanded=${open} aria-controls="nav" onClick=${() => setOpen(!open)}>Menu</button>
    </header>
    <nav id="nav" class=${open ? 'open' : ''} aria-label="Pages">
      <ul>${NAVIGATION.map((page) => html`<li><a href=${'#/' + page.name} aria-current=${current === page.name ? 'page' : undefined}>
        <span>${page.title}</span>
        ${counts[page.name] > 0 && html`<span class=${'badge ' + (page.name === 'failures' ? 'bad' : 'warn')}>${counts[page.name].toLocaleString('en')}
          <span class="unseen-text"> ${page.name === 'failures' ? 'dead' : 'parked'}</span></span>`}</a></li>`)}</ul>
    </nav>
    ${children}
  </div>`;
}

function LiveMark() {
  const mark = useMark();
  const [tone, words] = MARKS[mark];
  const paused = mark === 'paused';
  return html`<button type="button" id="live" class=${'live ' + tone} onClick=${() => (paused ? live.start() : live.pause())}
    title=${paused ? 'Go on (p)' : 'Hold still (p)'}><span class="dot" aria-hidden="true"></span><span role="status">${words}</span>
    <span class="unseen-text">${paused ? ': go on with live updates' : ': hold the live updates'}</span></button>`;
}

function ThemeSwitch() {
  const theme = useTheme();
  const sign = { system: '◐', light: '☀', dark: '☾' }[theme];
  return html`<button type="button" class="icon" id="theme" aria-label=${`Theme: ${theme}. Switch`} title=${`Theme: ${theme} (t)`}
    onClick=${nextTheme}>${sign}</button>`;
}

function User({ who }) {
  const signOut = async () => {
    try {
      await post('session/logout');
    } finally {
      location.reload();
    }
  };
  return html`<details class="user"><summary><span class="user-name"><${Text} of=${who.user} most=${24} /></span><span class="user-initial" aria-hidden="true">${plain(who.user, 1)[0] ?? '?'}</span></summary>
    <div class="user-menu"><p class="soft">${who.admin ? 'Administrator' : 'Viewer: reads, changes nothing'}</p>
      ${who.standalone && html`<p><a href="#/password">Change the password</a></p>`}
      <button type="button" onClick=${signOut}>Sign out</button></div></details>`;
}
