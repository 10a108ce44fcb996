/* The table of pages: the first segment of the route, how many segments, and the module that is fetched when needed. */
export const NAVIGATION = [
  { name: 'status', title: 'Status', key: 's' },
  { name: 'coverage', title: 'Coverage', key: 'c' },
  { name: 'events', title: 'Events', key: 'e' },
  { name: 'failures', title: 'Failures', key: 'f' },
  { name: 'handlers', title: 'Handlers', key: 'h' },
  { name: 'connections', title: 'Connections', key: 'n' },
  { name: 'subscriptions', title: 'Subscriptions', key: 'u' },
  { name: 'rejections', title: 'Rejections', key: 'r' },
  { name: 'audit', title: 'Audit', key: 'a' },
  { name: 'about', title: 'About', key: 'b' },
];

const LISTS = {
  status: () => import('./status.js'),
  coverage: () => import('./coverage.js'),
  events: () => import('./events.js'),
  failures: () => import('./failures.js'),
  handlers: () => import('./handlers.js'),
  connections: () => import('./connections.js'),
  subscriptions: () => import('./subscriptions.js'),
  rejections: () => import('./rejections.js'),
  audit: () => import('./audit.js'),
  about: () => import('./about.js'),
  password: () => import('./password.js'),
};

const SINGLES = {
  events: { title: 'Event', load: () => import('./event.js') },
  failures: { title: 'Failure', load: () => import('./failure.js') },
  connections: { title: 'Connection', load: () => import('./connection.js') },
  subscriptions: { title: 'Subscription', load: () => import('./subscription.js') },
};

const WIZARDS = {
  connections: { title: 'New connection', load: () => import('./wizard.js') },
  subscriptions: { title: 'New subscription', load: () => import('./subscription-wizard.js') },
};

export function pageOf(segments) {
  const [name = 'status', one] = segments;
  if (one === 'new' && Object.hasOwn(WIZARDS, name)) {
    return WIZARDS[name];
  }
  if (one !== undefined && Object.hasOwn(SINGLES, name)) {
    return SINGLES[name];
  }
  if (one === undefined && Object.hasOwn(LISTS, name)) {
    const known = NAVIGATION.find((entry) => entry.name === name);
    return { title: known?.title ?? 'Password', load: LISTS[name] };
  }
  return { title: 'Not found', load: () => import('./missing.js') };
}
