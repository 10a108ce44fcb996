/* The one place where pages get Preact and htm from. All that is interpolated becomes text or a property, never markup. */
import { h, render, Fragment, createContext } from './lib/preact/preact.module.js';
import htm from './lib/htm/htm.module.js';

export { render, Fragment, createContext };
export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useErrorBoundary, useId }
  from './lib/preact/hooks.module.js';

/** A child that is a function of data, among the spaces around it. */
export function call(children, data) {
  return [children].flat().find((child) => typeof child === 'function')(data);
}

const build = htm.bind(h);
const spaced = new WeakMap();

/** A template. A line break in it is a space, as in HTML; htm alone would drop it and glue words together. */
export function html(statics, ...values) {
  let texts = spaced.get(statics);
  if (texts === undefined) {
    texts = statics.map((text) => text.replace(/\s*\n\s*/g, ' '));
    spaced.set(statics, texts);
  }
  return build(texts, ...values);
}
