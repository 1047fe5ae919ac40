/** The four projects of a demo site. */

import type { Component, Deployment, Project, Role, ScreenField, Version, Workflow } from '../model';
import { personId } from './people';
import { epicLink, repair, screens, sharedTypes, simple, teamProjectId, teamSimple, teamTypes } from './setup';

interface Draft {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'software' | 'business';
  readonly lead: string;
  readonly defaultAssignee: 'PROJECT_LEAD' | 'UNASSIGNED';
  readonly types: readonly (readonly [id: string, workflow: Workflow, screen: readonly ScreenField[]])[];
  readonly components?: readonly Component[];
  readonly versions?: readonly Version[];
  readonly roles: Readonly<Record<Role, readonly string[]>>;
}

export function projectsOf(deployment: Deployment): readonly Project[] {
  return [operations, office, security, team(deployment)].map((draft) => build(deployment, draft));
}

const operations: Draft = {
  id: '10010',
  key: 'OPS',
  name: 'Operations',
  description: 'Machines, lines and everything that keeps the plant running.',
  type: 'software',
  lead: 'ada',
  defaultAssignee: 'UNASSIGNED',
  types: [
    ['10000', simple, screens.operations],
    ['10001', simple, screens.operations],
    ['10002', simple, screens.operations],
    ['10004', repair, screens.operationsBug],
    ['10003', simple, screens.operations],
  ],
  components: [
    { id: '10200', name: 'Hydraulics', lead: 'dmitri' },
    { id: '10201', name: 'Conveyors' },
    { id: '10202', name: 'Electrics', lead: 'grace' },
    { id: '10203', name: 'Packaging' },
  ],
  versions: [
    { id: '10300', name: '2026 summer stop', released: true, releaseDate: '2026-08-14' },
    { id: '10301', name: '2026 winter stop', released: false, releaseDate: '2026-12-18' },
    { id: '10302', name: 'Later', released: false },
  ],
  roles: {
    Administrators: ['ada'],
    Developers: ['ben', 'dmitri', 'elena', 'farid', 'grace', 'hana', 'kim', 'kim2'],
    Viewers: ['cara'],
  },
};

const office: Draft = {
  id: '10011',
  key: 'IT',
  name: 'IT Service',
  description: 'Requests and incidents of the office and the plant network.',
  type: 'business',
  lead: 'grace',
  defaultAssignee: 'PROJECT_LEAD',
  types: [
    ['10005', simple, screens.office],
    ['10006', repair, screens.incident],
    ['10002', simple, screens.office],
    ['10003', simple, screens.office],
  ],
  components: [
    { id: '10210', name: 'Network' },
    { id: '10211', name: 'Workplace' },
    { id: '10212', name: 'Accounts' },
  ],
  roles: { Administrators: ['ada', 'grace'], Developers: ['ben', 'hana', 'ivo'], Viewers: ['cara'] },
};

const security: Draft = {
  id: '10012',
  key: 'SEC',
  name: 'Security',
  description: 'Only for those who need to know.',
  type: 'software',
  lead: 'ivo',
  defaultAssignee: 'PROJECT_LEAD',
  types: [
    ['10002', simple, screens.security],
    ['10004', repair, screens.security],
    ['10003', simple, screens.security],
  ],
  roles: { Administrators: ['ada'], Developers: ['hana', 'ivo'], Viewers: [] },
};

/** Team-managed on Cloud; Data Center knows no such thing, so there it is a project like the others. */
function team(deployment: Deployment): Draft {
  return {
    id: teamProjectId,
    key: 'TEAM',
    name: 'Team board',
    description: 'What the automation team is up to.',
    type: 'software',
    lead: 'ben',
    defaultAssignee: 'UNASSIGNED',
    types:
      deployment === 'cloud'
        ? teamTypes.map((type) => [type.id, teamSimple, screens.team])
        : ['10000', '10002', '10004', '10003'].map((id) => [id, simple, screens.team]),
    roles: { Administrators: ['ada', 'ben'], Developers: ['farid', 'kim'], Viewers: ['cara'] },
  };
}

function build(deployment: Deployment, draft: Draft): Project {
  const ids = (names: readonly string[]): readonly string[] => names.map((name) => personId(deployment, name));
  return {
    id: draft.id,
    key: draft.key,
    name: draft.name,
    description: draft.description,
    type: draft.type,
    teamManaged: deployment === 'cloud' && draft.id === teamProjectId,
    leadId: personId(deployment, draft.lead),
    defaultAssignee: draft.defaultAssignee,
    issueTypeIds: draft.types.map(([id]) => id),
    components: (draft.components ?? []).map((component) =>
      component.lead === undefined ? component : { ...component, lead: personId(deployment, component.lead) },
    ),
    versions: (draft.versions ?? []).map((version) => ({ ...version })),
    roles: {
      Administrators: ids(draft.roles.Administrators),
      Developers: ids(draft.roles.Developers),
      Viewers: ids(draft.roles.Viewers),
    },
    workflows: new Map(draft.types.map(([id, workflow]) => [id, workflow])),
    screens: new Map(draft.types.map(([id, , screen]) => [id, [...screen, ...epicLinkOf(deployment, id)]])),
    nextNumber: 1,
  };
}

function epicLinkOf(deployment: Deployment, typeId: string): readonly ScreenField[] {
  const level = sharedTypes.find((type) => type.id === typeId)?.hierarchyLevel;
  return deployment === 'datacenter' && level === 0 ? epicLink : [];
}
