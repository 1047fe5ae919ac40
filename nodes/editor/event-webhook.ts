import { RULES } from '../event-node/property-values';
import { ruleBody } from './automation-body';
import type { EditedNode } from './node-red';
import { asProblem, type Problem, sentence } from './request';

/** How often the form asks whether something has come, in milliseconds. */
const POLL_EVERY_MS = 2_000;
/** What the editor holds in place of a secret that it was never told. */
const UNCHANGED_SECRET = '__PWRD__';

interface WebhookState {
  /** Of a node that the runtime doesn't have (yet). */
  readonly deployed?: false;
  readonly webhook: {
    readonly address: string | null;
    readonly registered: boolean;
    readonly lastDeliveryAt: string | null;
    readonly lastProblem: Problem | null;
  };
}

/** The part of the form that is about being told by Jira: address, secret, a body for a rule, and whether something has come. */
export function prepareWebhook(node: EditedNode): void {
  prepareRegistration(node);
  prepareSecret(node);
  prepareRule();
  prepareCopying(node);
  watch(node);
}

function prepareRegistration(node: EditedNode): void {
  const registration = $('#node-input-registration');
  const show = () => {
    const chosen = registration.val() === 'automatic' ? 'automatic' : 'manual';
    $('[data-jira-note="registration"]').text(node._(`form.registrationHelp.${chosen}`));
    $('[data-jira-registration]').toggle(chosen === 'manual');
  };
  registration.on('change', show);
  show();
}

function prepareSecret(node: EditedNode): void {
  const { credentials } = node;
  // Node-RED takes a secret that was never set for one that was just taken away, and the node for changed.
  if (typeof credentials === 'object' && credentials !== null && !('has_secret' in credentials)) {
    Object.assign(credentials, { has_secret: false });
  }
  const field = $('#node-input-secret');
  const show = () => {
    const key = isKnown(field.val()) ? 'copyNow' : field.val() === UNCHANGED_SECRET ? 'kept' : 'missing';
    $('[data-jira-note="secret"]').text(node._(`form.secretHelp.${key}`));
    $('[data-jira-copies="secret"], [data-jira-copies="header"]').prop('disabled', !isKnown(field.val()));
  };
  field.on('input change', show);
  $('#jira-event-make').on('click', () => field.val(newSecret()).trigger('change'));
  show();
}

function isKnown(secret: unknown): boolean {
  return typeof secret === 'string' && secret !== '' && secret !== UNCHANGED_SECRET;
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function prepareRule(): void {
  const rule = $('#jira-event-rule');
  const show = () => $('#jira-event-body').val(ruleBody(RULES.find((one) => one === rule.val()) ?? RULES[0]));
  rule.on('change', show);
  show();
}

const COPIED: Readonly<Record<string, () => unknown>> = {
  address: () => $('#jira-event-address').val(),
  secret: () => $('#node-input-secret').val(),
  header: () => `Bearer ${$('#node-input-secret').val()}`,
  body: () => $('#jira-event-body').val(),
};

function prepareCopying(node: EditedNode): void {
  $('[data-jira-copies]').each((_index, button) => {
    $(button).on('click', () => {
      const text = COPIED[button.dataset.jiraCopies ?? '']?.();
      RED.clipboard.copyText(String(text ?? ''), $(button), node._('form.copied'));
    });
  });
}

/** Asks as long as the form is open, and only while it shows what the response says. */
function watch(node: EditedNode): void {
  const heard = $('#jira-event-heard');
  const isOpen = () => document.contains(heard[0] ?? null);
  const ask = async (): Promise<void> => {
    if (!isOpen()) return;
    if (heard.is(':visible')) await show(node, heard);
    setTimeout(() => void ask(), POLL_EVERY_MS);
  };
  $('#node-input-via').on('change', () => void show(node, heard));
  void ask();
}

async function show(node: EditedNode, heard: JQuery): Promise<void> {
  if (!heard.is(':visible')) return;
  try {
    const state: WebhookState = await $.getJSON(`jira/events/${encodeURIComponent(String(node.id))}`);
    const { address, lastProblem } = state.webhook;
    $('#jira-event-address').val(address ?? '');
    $('[data-jira-copies="address"]').prop('disabled', address === null);
    heard.text(heardText(node, state)).toggleClass('jira-problem', lastProblem !== null);
  } catch (refused) {
    heard.text(sentence(asProblem(refused))).addClass('jira-problem');
  }
}

function heardText(node: EditedNode, { deployed, webhook }: WebhookState): string {
  const { lastProblem, lastDeliveryAt, registered } = webhook;
  if (deployed === false) return node._('form.heard.deployFirst');
  if (lastProblem !== null) return sentence(lastProblem);
  if (lastDeliveryAt !== null) return node._('form.heard.last', { time: new Date(lastDeliveryAt).toLocaleString() });
  return node._(registered ? 'form.heard.registered' : 'form.heard.waiting');
}
