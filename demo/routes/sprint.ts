/** Boards and their sprints: as much as it takes to start and to close one. */

import { type Call, closedBody } from '../call';
import { type JsonObject, stringAt } from '../json';
import type { Board, Sprint } from '../model';
import { created, noContent, ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeSprint } from '../serializers/sprint';
import { changeSprint, createSprint, deleteSprint, type SprintChange } from '../sprints';

const sprints = ':site/rest/agile/1.0/sprint';
const one = `${sprints}/{id}`;

export const sprintRoutes: readonly Route[] = [
  { method: 'POST', path: sprints, run: create },
  { method: 'GET', path: one, run: get },
  { method: 'POST', path: one, run: (call) => update(call, false) },
  { method: 'PUT', path: one, run: (call) => update(call, true) },
  { method: 'DELETE', path: one, run: remove },
];

const shape = {
  id: 'integer',
  self: 'string',
  state: 'string',
  name: 'string',
  startDate: 'string',
  endDate: 'string',
  completeDate: 'string',
  createdDate: 'string',
  activatedDate: 'string',
  originBoardId: 'integer',
  goal: 'string',
} as const;

function create(call: Call): RouteResponse {
  const body = closedBody(call, shape);
  const board = call.store.boards.find(({ id }) => id === body.originBoardId);
  if (!board)
    throw refuse(404, [`Board does not exist or you do not have permission to view it: ${body.originBoardId}`]);
  mayManage(call, board);
  const { name, ...change } = readChange(body);
  if (name === undefined || name === '') throw refuse(400, [], { name: 'The sprint name must not be empty.' });
  return created(serializeSprint(call, createSprint(call.store, board, name, { ...change, state: 'future' })));
}

function sprintOfPath(call: Call): Sprint {
  const sprint = call.store.sprints.get(Number(call.params.id));
  const board = sprint && boardOf(call, sprint);
  if (sprint && board && call.store.can(call.user, 'browse', call.store.project(board.projectId))) return sprint;
  throw refuse(404, [`Sprint with id ${call.params.id} does not exist or you do not have permission to view it.`]);
}

const boardOf = ({ store }: Call, sprint: Sprint): Board | undefined =>
  store.boards.find(({ id }) => id === sprint.boardId);

function mayManage(call: Call, board: Board | undefined): void {
  if (board && call.store.can(call.user, 'admin', call.store.project(board.projectId))) return;
  throw refuse(403, ['You do not have permission to manage sprints on this board.']);
}

function get(call: Call): RouteResponse {
  return ok(serializeSprint(call, sprintOfPath(call)));
}

/** @param whole PUT: what the body leaves out is emptied */
function update(call: Call, whole: boolean): RouteResponse {
  const sprint = sprintOfPath(call);
  mayManage(call, boardOf(call, sprint));
  const change = readChange(closedBody(call, shape));
  if (whole && (change.name === undefined || change.state === undefined)) {
    throw refuse(400, [], { name: 'The name and the state of the sprint must be given.' });
  }
  const result = changeSprint(call.store, sprint, whole ? { goal: '', start: null, end: null, ...change } : change);
  if (typeof result === 'string') throw refuse(400, [result]);
  return ok(serializeSprint(call, result));
}

function remove(call: Call): RouteResponse {
  const sprint = sprintOfPath(call);
  mayManage(call, boardOf(call, sprint));
  deleteSprint(call.store, sprint);
  return noContent;
}

function readChange(body: JsonObject): SprintChange {
  const name = stringAt(body, 'name')?.trim();
  const goal = stringAt(body, 'goal');
  const state = readState(body);
  const start = readMoment(body, 'startDate');
  const end = readMoment(body, 'endDate');
  return {
    ...(name === undefined ? {} : { name }),
    ...(goal === undefined ? {} : { goal }),
    ...(state === undefined ? {} : { state }),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
  };
}

function readState(body: JsonObject): Sprint['state'] | undefined {
  const state = stringAt(body, 'state')?.toLowerCase();
  if (state === undefined || state === 'future' || state === 'active' || state === 'closed') return state;
  throw refuse(400, [], { state: `The state '${state}' is not valid.` });
}

function readMoment(body: JsonObject, name: string): Date | undefined {
  const text = stringAt(body, name);
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw refuse(400, [], { [name]: `The date '${text}' is not valid.` });
  return at;
}
