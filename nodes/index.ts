import commentAdd from './comment/add';
import type { Action } from './definition';
import issueCreate from './issue/create';
import issueDelete from './issue/delete';
import issueGet from './issue/get';
import issueSearch from './issue/search';
import issueTransition from './issue/transition';
import issueUpdate from './issue/update';

/** Every action of the package, in the order of the palette. */
export const actions: readonly Action[] = [
  issueCreate,
  issueUpdate,
  issueGet,
  issueSearch,
  issueTransition,
  issueDelete,
  commentAdd,
];
