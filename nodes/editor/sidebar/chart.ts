import type { MinuteOverview } from '../../overview/overview';
import { drawing, element } from './dom';
import type { Language } from './language';

/** Units of the drawing: a minute is so wide, its bar a little less. */
const SLOT = 4;
const BAR = 3;
const HEIGHT = 40;

/** The last hour as bars: calls, those among them that were refused for a limit, and how many waited. Its figures stand below, and are its legend. */
export function chart(minutes: readonly MinuteOverview[], language: Language): HTMLElement[] {
  const figures = figuresOf(minutes);
  const summary = [
    language.text('hour.calls', { count: language.number(figures.calls) }),
    language.text('hour.limited', { count: language.number(figures.limited) }),
    language.text('hour.waiting', { count: language.number(figures.waiting) }),
  ];
  const width = minutes.length * SLOT;
  const picture = drawing(
    'svg',
    {
      ...{ viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: 'none', class: 'jira-chart' },
      ...{ role: 'img', 'aria-label': `${language.text('hour.title')}: ${summary.join(', ')}` },
    },
    ...minutes.flatMap((minute, place) => bars(minute, place, figures.most, language)),
  );
  const kinds = ['calls', 'limited', 'waiting'];
  const legend = summary.map((text, place) =>
    element('li', {}, element('span', { class: `jira-swatch jira-${kinds[place]}`, 'aria-hidden': 'true' }), text),
  );
  return [frame(picture, minutes[0]?.at, language), element('ul', { class: 'jira-legend' }, ...legend)];
}

function frame(picture: SVGElement, begin: string | undefined, language: Language): HTMLElement {
  const ends = [begin === undefined ? '' : language.time(begin), language.text('hour.now')];
  const axis = element(
    'div',
    { class: 'jira-axis', 'aria-hidden': 'true' },
    ...ends.map((end) => element('span', {}, end)),
  );
  const box = element('div', {}, axis);
  box.prepend(picture);
  return box;
}

function figuresOf(minutes: readonly MinuteOverview[]) {
  const sum = (read: (minute: MinuteOverview) => number) => minutes.reduce((total, minute) => total + read(minute), 0);
  const most = (read: (minute: MinuteOverview) => number) =>
    minutes.reduce((largest, minute) => Math.max(largest, read(minute)), 0);
  return {
    calls: sum(({ calls }) => calls),
    limited: sum(({ limited }) => limited),
    waiting: most(({ waiting }) => waiting),
    most: Math.max(
      1,
      most(({ calls, waiting }) => Math.max(calls, waiting)),
    ),
  };
}

function bars(minute: MinuteOverview, place: number, most: number, language: Language): SVGElement[] {
  const { calls, limited, waiting } = minute;
  if (calls + waiting === 0) return [];
  const x = place * SLOT;
  const bar = (value: number, kind: string, width: number, at = x) => {
    // However few they are among many, they can be seen.
    const height = value === 0 ? 0 : Math.max(1.5, (value / most) * HEIGHT);
    const box = { x: String(at), y: String(HEIGHT - height), width: String(width), height: String(height) };
    return drawing('rect', { ...box, class: `jira-${kind}` });
  };
  const title = [
    language.time(minute.at),
    language.text('hour.calls', { count: language.number(calls) }),
    language.text('hour.limited', { count: language.number(limited) }),
    language.text('hour.waiting', { count: language.number(waiting) }),
  ];
  const shown = [bar(calls, 'calls', BAR), bar(limited, 'limited', BAR), bar(waiting, 'waiting', 1, x + BAR - 1)];
  return [drawing('g', {}, drawing('title', {}, title.join(' · ')), ...shown)];
}
