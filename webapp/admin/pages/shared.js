/* What nearly every page uses, in one import. */
export { Empty, Loaded, Trouble, useAction, useLoad } from '../parts/load.js';
export { Card, Chip, Copy, Figure, Head, is } from '../parts/marks.js';
export { asText, count, Hash, Lines, plain, Text } from '../parts/text.js';
export { Downloads, FileOf, Pager, Table } from '../parts/table.js';
export { Filters, toApi } from '../parts/filters.js';
export { AdminOnly, Confirm, Dialog, useAnnounce, useSession } from '../parts/dialog.js';
export { millis, span, Time } from '../time.js';
export { go, href, ownRoute, refine } from '../router.js';
export { get, post, put, segment } from '../api.js';
