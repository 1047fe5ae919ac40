/** What the seeded issues are about. */

const machines = ['Pump 4', 'Press 2', 'Oven 1', 'Robot arm 7', 'Palletiser', 'Conveyor 12', 'Compressor 3', 'Mixer 5'];
const faults = [
  'overheats after long runs',
  'stops without an alarm',
  'vibrates above 1,200 rpm',
  'leaks oil at the shaft seal',
  'loses its reference position',
  'trips the emergency stop at shift change',
  'reports a false pressure alarm',
];
const chores = [
  'Replace the filter of',
  'Calibrate the sensor of',
  'Update the controller of',
  'Order spare parts for',
  'Write the cleaning instructions for',
  'Check the safety guard of',
];
const wishes = [
  'Show the counters of the line on the hall display',
  'Send the shift report by e-mail at 06:00',
  'Warn when a spare part falls below its minimum stock',
  'Let shift leads confirm an alarm from their phone',
  'Compare energy use per line and week',
  'Print pallet labels from the order number',
];
const steps = [
  'Order the part',
  'Agree on the downtime with the shift lead',
  'Do the work',
  'Test under load',
  'Update the drawing',
];
const requests = [
  'New laptop for the quality office',
  'Access to the maintenance share',
  'Replace the badge reader at gate 2',
  'Second screen for the control room',
  'Mailbox for the night shift',
  'Extend the VPN licence of the service partner',
];
const incidents = [
  'Wi-Fi drops in hall B',
  'Label printer offline at packaging',
  'ERP orders arrive an hour late',
  'Cannot sign in to the MES client',
  'File server slow since the update',
];
const risks = [
  'Rotate the certificates of the historian',
  'Remove shared accounts from the control room PCs',
  'Review remote access of the service partner',
  'Patch the firewall of the plant network',
];
const teamWork = [
  'Move the alarm flow to the new broker',
  'Document the naming of topics',
  'Add tests for the shift calendar',
  'Clean up unused dashboards',
  'Try the new energy meter',
];

export const epics = [
  'Reduce unplanned downtime on line 2',
  'Energy monitoring for all lines',
  'Digital shift handover',
  'Spare parts without surprises',
  'Winter stop 2026',
  'New packaging line',
] as const;

export const labels = ['hydraulics', 'safety', 'line-2', 'night-shift', 'vendor', 'quick-win', 'audit'] as const;

export const remarks = [
  'Seen again this morning, about ten minutes after start-up.',
  'The part is ordered and should arrive on Thursday.',
  'I could not reproduce it with an empty line.',
  'Cooling restored. We keep an eye on it over the weekend.',
  'Please agree on a time slot with the shift lead first.',
  'Done, but the cover still needs to be painted.',
  'The supplier asks for the serial number and a photo.',
  'Same behaviour as last month, see the linked issue.',
] as const;

export const causes = [
  'Worn shaft seal, not part of the inspection plan so far.',
  'The fan was mounted the wrong way round after the last repair.',
  'Firmware 2.3 resets the limit when the power fails.',
] as const;

export type Theme = 'fault' | 'chore' | 'wish' | 'step' | 'request' | 'incident' | 'risk' | 'team';

const lists: Readonly<Record<Exclude<Theme, 'fault' | 'chore'>, readonly string[]>> = {
  wish: wishes,
  step: steps,
  request: requests,
  incident: incidents,
  risk: risks,
  team: teamWork,
};

/** A summary that makes sense for the theme. */
export function summary(theme: Theme, pick: <T>(list: readonly T[]) => T): string {
  if (theme === 'fault') return `${pick(machines)} ${pick(faults)}`;
  if (theme === 'chore') return `${pick(chores)} ${pick(machines).toLowerCase()}`;
  return pick(lists[theme]);
}
