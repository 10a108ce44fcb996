/* The table of pages: the first segment of the route, how many segments, and the module that is fetched when needed. */
export const NAVIGATION = [
  { name: 'status', title: 'Status', key: 's' },
  { name: 'coverage', title: 'Coverage', key: 'c' },
  { name: 'events', title: 'Events', key: 'e' },
  { name: 'failures', title: 'Failures', key: 'f' },
  { name: 'handlers', title: 'Handlers', key: 'h' },
  { name: 'connections', title: 'Connections', key: 'n' },
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
  rejections: () => import('./rejections.js'),
  audit: () => import('./audit.js'),
  about: () => import('./about.js'),
  password: () => import('./password.js'),
};

const SINGLES = {
  events: { title: 'Event', load: () => import('./event.js') },
  failures: { title: 'Failure', load: () => import('./failure.js') },
  connections: { title: 'Connection', load: () => import('./connection.js') },
};

export function pageOf(segments) {
  const [name = 'status', one] = segments;
  if (name === 'connections' && one === 'new') {
    return { title: 'New connection', load: () => import('./wizard.js') };
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
