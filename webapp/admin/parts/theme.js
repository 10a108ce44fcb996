/* System, light or dark; remembered in this browser. theme.js of the root sets it before the first paint. */
import { useEffect, useState } from '../html.js';

const KEY = 'sitehook.theme';
const THEMES = ['system', 'light', 'dark'];
const listeners = new Set();

export function theme() {
  return document.documentElement.dataset.theme ?? 'system';
}

export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  remember(KEY, next);
  listeners.forEach((listener) => listener());
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off; then it holds for this page only.
  }
}

export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The chosen theme; renders again when it, or the system's, changes. */
export function useTheme() {
  const [, again] = useState(0);
  useEffect(() => {
    const changed = () => again((before) => before + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    listeners.add(changed);
    system.addEventListener('change', changed);
    return () => {
      listeners.delete(changed);
      system.removeEventListener('change', changed);
    };
  }, []);
  return theme();
}

/** Whether the page is dark now. */
export function dark() {
  return theme() === 'dark' || (theme() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
}
