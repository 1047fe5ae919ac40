import type { Action } from '../definition';
import commentAdd from './comment/add';
import commentDelete from './comment/delete';
import commentGet from './comment/get';
import commentList from './comment/list';
import commentListByIds from './comment/list-by-ids';
import commentUpdate from './comment/update';
import fieldList from './field/list';
import issueAssign from './issue/assign';
import issueCreate from './issue/create';
import issueDelete from './issue/delete';
import issueGet from './issue/get';
import issuePicker from './issue/picker';
import issueSearch from './issue/search';
import issueTransition from './issue/transition';
import issueUpdate from './issue/update';
import issueTypeGet from './issue-type/get';
import issueTypeList from './issue-type/list';
import issueTypeListForProject from './issue-type/list-for-project';
import linkCreate from './link/create';
import linkDelete from './link/delete';
import linkGet from './link/get';
import projectGet from './project/get';
import projectList from './project/list';
import transitionList from './transition/list';
import userEmail from './user/email';
import userGet from './user/get';
import userList from './user/list';

/** Every action of the package, in the order of the palette. */
export const actions: readonly Action[] = [
  issueCreate,
  issueUpdate,
  issueGet,
  issueSearch,
  issuePicker,
  issueAssign,
  issueTransition,
  transitionList,
  issueDelete,
  commentAdd,
  commentUpdate,
  commentGet,
  commentList,
  commentListByIds,
  commentDelete,
  linkCreate,
  linkGet,
  linkDelete,
  projectGet,
  projectList,
  userGet,
  userEmail,
  userList,
  fieldList,
  issueTypeGet,
  issueTypeList,
  issueTypeListForProject,
];
