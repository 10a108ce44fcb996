/* Times as people read them: in the viewer's zone, with UTC in the title. */
import { html, useEffect, useState } from './html.js';

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A moment in words: the clock alone today, with the day before that. */
export function moment(date, now = new Date()) {
  if (date.toDateString() === now.toDateString()) {
    return CLOCK.format(date);
  }
  const day = date.getFullYear() === now.getFullYear() ? DAY : YEAR;
  return `${day.format(date)}, ${CLOCK.format(date)}`;
}

/** "2026-11-25 09:00:00.123 UTC". */
export function utc(date) {
  return date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** A span of seconds in its two largest units: "3 min", "2 h 5 min", "4 d 3 h". */
export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min`;
  }
  const [large, small, unit, rest] = whole < 86_400
    ? [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), 'h', 'min']
    : [Math.floor(whole / 86_400), Math.floor((whole % 86_400) / 3600), 'd', 'h'];
  return small ? `${large} ${unit} ${small} ${rest}` : `${large} ${unit}`;
}

/** Milliseconds as "412 ms", "4.1 s" or a span. */
export function millis(value) {
  if (!Number.isFinite(value)) {
    return '';
  }
  if (value < 1000) {
    return `${Math.round(value)} ms`;
  }
  return value < 60_000 ? `${(value / 1000).toFixed(1)} s` : span(value / 1000);
}

/** A point in time. With {@code ago}, how long since (or until); the exact time is in the title either way. */
export function Time({ at, ago = false, none = 'never' }) {
  const now = useNow(ago);
  const date = at === null || at === undefined ? null : new Date(at);
  if (date === null || Number.isNaN(date.getTime())) {
    return html`<span class="soft">${none}</span>`;
  }
  const seconds = (now - date) / 1000;
  const title = ago ? `${moment(date)} (${ZONE}) · ${utc(date)}` : utc(date);
  const words = seconds >= 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
  return html`<time datetime=${date.toISOString()} title=${title}>${ago ? words : moment(date)}</time>`;
}

/** An ISO time as the value of an input of type datetime-local. */
export function toInput(iso) {
  const date = new Date(iso ?? NaN);
  if (Number.isNaN(date.getTime())) {
    return '';
  }
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function fromInput(value) {
  const date = new Date(value);
  return value && !Number.isNaN(date.getTime()) ? date.toISOString() : '';
}

export const zone = ZONE;

function useNow(ticking) {
  const [now, set] = useState(Date.now);
  useEffect(() => {
    if (!ticking) {
      return undefined;
    }
    const timer = setInterval(() => set(Date.now()), 5000);
    return () => clearInterval(timer);
  }, [ticking]);
  return ticking ? Math.max(now, Date.now()) : now;
}
