import type { Answer, QuestionView } from '@tutti/client';
import { make } from './dom.ts';
import { type Gates, isSteered, letterOf } from './gates.ts';
import { words } from './words.ts';

/** What stands in the answer form: real controls, with which everything works that works on the canvas. */
export interface Controls {
  elements: HTMLElement[];
  /** null: it is not complete yet. */
  read(): Answer | null;
  /** Called whenever the gates have changed. */
  refresh?(): void;
}

type Maker = (question: QuestionView, pictureAt: (id: string) => string) => Controls;

const makers: { [K in QuestionView['kind']]?: Maker } = {
  numeric: numberControl,
  slider: sliderControl,
  ordering: orderControl,
  matching: matchControl,
  fill_blank: ({ blanks }) => textControls(blanks, words.blank, (texts) => texts.every(Boolean)),
  word_cloud: ({ pick }) => {
    const fields = textControls(pick, words.word, (texts) => texts.some(Boolean));
    return { ...fields, read: () => (fields.read() as string[] | null)?.filter(Boolean) ?? null };
  },
  open_text: () => {
    const field = make('textarea', { rows: 4, maxLength: 500 });
    return { elements: [labelled(words.text, field)], read: () => filled([field.value.trim()]) };
  },
  hotspot: spotControl,
};

export function controlsFor(
  question: QuestionView,
  gates: Gates | null,
  pictureAt: (id: string) => string,
): Controls {
  if (gates && isSteered(question)) return gateButtons(gates);
  return (makers[question.kind] ?? orderControl)(question, pictureAt);
}

function gateButtons(gates: Gates): Controls {
  const buttons = gates.labels.map((label, lane) =>
    make(
      'button',
      { type: 'button', onclick: () => gates.choose(lane) },
      make('b', {}, letterOf(lane)),
      ` ${label}`,
    ),
  );
  const refresh = () => {
    for (const [lane, button] of buttons.entries()) {
      button.ariaPressed = String(gates.picked.includes(lane));
      button.ariaCurrent = lane === gates.lane ? 'true' : null;
    }
  };
  refresh();
  return { elements: buttons, refresh, read: () => (gates.picked.length > 0 ? [...gates.picked] : null) };
}

function numberControl({ unit }: QuestionView): Controls {
  const field = make('input', { inputMode: 'decimal', autocomplete: 'off' });
  const read = () => {
    const value = Number(field.value.trim().replace(',', '.'));
    return field.value.trim() === '' || !Number.isFinite(value) ? null : value;
  };
  return { elements: [labelled(withUnit(words.number, unit), field)], read };
}

function sliderControl({ range, unit }: QuestionView): Controls {
  const { min, max, step } = range ?? { min: 0, max: 100, step: 1 };
  const field = make('input', { type: 'range', min: `${min}`, max: `${max}`, step: `${step}` });
  const shown = make('output', {}, field.value);
  field.oninput = () => shown.replaceChildren(field.value);
  return {
    elements: [labelled(withUnit(words.number, unit), field), shown],
    read: () => field.valueAsNumber,
  };
}
const withUnit = (text: string, unit: string | null) => (unit ? `${text} (${unit})` : text);

function orderControl({ choices }: QuestionView): Controls {
  const order = [...choices.keys()];
  const list = make('ol');
  const move = (place: number, by: -1 | 1) => {
    const [moved] = order.splice(place, 1);
    order.splice(place + by, 0, moved!);
    draw();
    const row = list.children[place + by]!;
    const [up, down] = row.querySelectorAll('button');
    const same = by < 0 ? up! : down!;
    (same.disabled ? (by < 0 ? down! : up!) : same).focus();
  };
  const draw = () => {
    const rows = order.map((position, place) => {
      const text = choices[position]!;
      const button = (sign: string, by: -1 | 1, name: string) =>
        make('button', {
          type: 'button',
          ariaLabel: name,
          textContent: sign,
          disabled: choices[order[place + by] ?? -1] === undefined,
          onclick: () => move(place, by),
        });
      return make('li', {}, text, button('↑', -1, words.up(text)), button('↓', 1, words.down(text)));
    });
    list.replaceChildren(...rows);
  };
  draw();
  return { elements: [list], read: () => [...order] };
}

function matchControl({ choices, matches }: QuestionView): Controls {
  const fields = choices.map(() =>
    make(
      'select',
      {},
      make('option', { value: '-1' }, words.open),
      ...matches.map((text, position) => make('option', { value: `${position}` }, text)),
    ),
  );
  return {
    elements: fields.map((field, left) => labelled(choices[left]!, field)),
    read: () => {
      const partners = fields.map(({ value }) => Number(value));
      return partners.some((partner) => partner >= 0) ? partners : null;
    },
  };
}

function textControls(
  count: number,
  name: (place: number) => string,
  isEnough: (texts: string[]) => boolean,
): Controls {
  const fields = Array.from({ length: count }, () => make('input', { maxLength: 100, autocomplete: 'off' }));
  return {
    elements: fields.map((field, index) => labelled(name(index + 1), field)),
    read: () => {
      const texts = fields.map(({ value }) => value.trim());
      return isEnough(texts) ? texts : null;
    },
  };
}
const filled = (texts: string[]) => (texts.every(Boolean) ? texts : null);

/** A place on a picture: with a finger or the mouse on it, or by two sliders. */
function spotControl({ media }: QuestionView, pictureAt: (id: string) => string): Controls {
  const slider = () => make('input', { type: 'range', min: '0', max: '100', step: '1' });
  const [across, downwards] = [slider(), slider()];
  const mark = make('i', { ariaHidden: 'true' });
  const picture = make('img', { src: media ? pictureAt(media.id) : '', alt: media?.alt ?? '' });
  const show = () => {
    mark.style.left = `${across.value}%`;
    mark.style.top = `${downwards.value}%`;
  };
  picture.onclick = ({ offsetX, offsetY }) => {
    across.valueAsNumber = (100 * offsetX) / picture.clientWidth;
    downwards.valueAsNumber = (100 * offsetY) / picture.clientHeight;
    show();
  };
  across.oninput = show;
  downwards.oninput = show;
  show();
  return {
    elements: [
      make('div', { className: 'spot' }, picture, mark),
      labelled(words.across, across),
      labelled(words.downwards, downwards),
    ],
    read: () => ({ x: across.valueAsNumber / 100, y: downwards.valueAsNumber / 100 }),
  };
}

function labelled(text: string, field: HTMLElement): HTMLLabelElement {
  return make('label', {}, make('span', {}, text), field);
}
