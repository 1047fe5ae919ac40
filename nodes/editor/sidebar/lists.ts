import type { ErrorOverview, EventsOverview, PauseOverview, ProblemText, SlowOverview } from '../../overview/overview';
import { sentence } from '../request';
import { type Child, element } from './dom';
import type { Language } from './language';
import { nodeLink } from './node-link';

/** What holds calls back, and for how long. */
export function pauses(all: readonly PauseOverview[], language: Language): HTMLElement[] {
  return all.map(({ scope, reason, seconds }) => {
    const [kind = '', what = ''] = scope.split(/:(.*)/s);
    const held = language.text(`pauses.${kind}`, { what });
    const left = language.text('pauses.left', { time: language.seconds(seconds) });
    return item(element('span', { class: 'jira-strong' }, held), line(left, reason ?? ''));
  });
}

/** What listens for events, and how far it has come. */
export function events(all: readonly EventsOverview[], language: Language): HTMLElement[] {
  return all.map(({ node, lastEventAt, nextRoundAt, lagging, problem, webhook }) => {
    const at = (key: string, time: string | null) =>
      time === null ? '' : language.text(key, { time: language.time(time) });
    const told = [
      lastEventAt === null ? language.text('events.none') : at('events.last', lastEventAt),
      at('events.next', nextRoundAt),
      lagging > 0 ? language.text('events.lagging', { count: language.number(lagging) }) : '',
      webhook.registered ? language.text('events.registered') : '',
      at('events.delivered', webhook.lastDeliveryAt),
      webhook.expiresAt === null ? '' : language.text('events.expires', { date: language.date(webhook.expiresAt) }),
    ];
    const problems = [problem, webhook.lastProblem].filter((one) => one !== null);
    return item(nodeLink('event', node, 'event', language), line(...told), ...problems.map(problemLine));
  });
}

export function slowest(all: readonly SlowOverview[], language: Language): HTMLElement[] {
  return all.map(({ node, operation, ms, at }) =>
    item(nodeLink('slow', node, operation, language), line(language.duration(ms), language.time(at))),
  );
}

export function errors(all: readonly ErrorOverview[], language: Language): HTMLElement[] {
  return all.map(({ node, operation, message, at, count, code }) => {
    const times = count > 1 ? language.text('errors.times', { count: language.number(count) }) : '';
    const link = nodeLink(`error ${code} ${message}`, node, operation, language);
    return item(link, line(language.time(at), times, code), element('div', { class: 'jira-problem' }, message));
  });
}

export function problemLine(problem: ProblemText): HTMLElement {
  return element('div', { class: 'jira-problem' }, sentence(problem));
}

export function item(...children: readonly Child[]): HTMLElement {
  return element('li', {}, ...children);
}

/** Facts in a row; those that are empty are left out. */
export function line(...facts: readonly string[]): HTMLElement {
  return element('div', { class: 'jira-facts' }, facts.filter((fact) => fact !== '').join(' · '));
}
