import type { Answer, ChallengeView, Key, PlayerChallenge, QuestionView, Stake } from '@tutti/client';
import { type Controls, controlsFor } from './answer-controls.ts';
import type { Racer } from './course.ts';
import { byId, make, say } from './dom.ts';
import type { Gates } from './gates.ts';
import { words } from './words.ts';

const game = byId('game');
const headline = byId('headline');
const form = byId<HTMLFormElement>('answer');

/** The race in words and real controls, beside the canvas: nothing happens on the canvas alone. */
export class Panel {
  private readonly challenge: PlayerChallenge;
  private readonly pictureAt: (id: string) => string;
  private controls: Controls | null = null;
  private stake: HTMLSelectElement | null = null;

  constructor(challenge: PlayerChallenge, server: string) {
    this.challenge = challenge;
    this.pictureAt = (id) => `${server}/media/${id}`;
  }

  /** Sets up the controls of a question. */
  ask(question: QuestionView, gates: Gates | null): void {
    const controls = controlsFor(question, gates, this.pictureAt);
    this.controls = controls;
    this.stake = this.challenge.view.rules.scoring === 'confidence' ? stakeSelect() : null;
    byId('controls').lang = this.challenge.view.locale;
    byId('controls').replaceChildren(...controls.elements, ...(this.stake ? [stakeLabel(this.stake)] : []));
    const steering = gates?.isOneWay ? words.steer : words.steerMore(question.pick);
    say(byId('hint'), gates ? steering : words.other);
    this.showMedia(question);
    headline.focus({ preventScroll: true });
  }

  /** What is put in; null as long as something is missing. */
  read(): { answer: Answer; stake?: Stake } | null {
    const answer = this.controls?.read() ?? null;
    if (answer === null) return null;
    return this.stake ? { answer, stake: this.stake.value as Stake } : { answer };
  }

  refresh(): void {
    this.controls?.refresh?.();
  }

  draw(view: ChallengeView, racers: readonly Racer[]): void {
    game.dataset.phase = view.phase.name;
    say(headline, headlineOf(view));
    headline.lang = view.phase.name === 'question' ? view.locale : document.documentElement.lang;
    form.hidden = !mayAnswer(view);
    byId('media').hidden = view.phase.name !== 'question';
    byId('told').replaceChildren(...toldIn(view));
    this.drawLobby(view);
    drawTrack(view, racers);
    this.tick();
  }

  /** What changes by itself. */
  tick(): void {
    const left = this.challenge.remainingMs();
    say(byId('time'), left === null ? '' : words.seconds(Math.ceil(left / 1_000)));
  }

  private showMedia({ media, kind }: QuestionView): void {
    const shown = [];
    if (media && kind !== 'hotspot') {
      const src = this.pictureAt(media.id);
      shown.push(
        media.kind === 'image'
          ? make('img', { src, alt: media.alt })
          : make(media.kind, { src, controls: true, ariaLabel: media.alt }),
      );
    }
    byId('media').replaceChildren(...shown);
  }

  private drawLobby({ phase, rules, you }: ChallengeView): void {
    const teams = phase.name === 'lobby' && rules.chooseTeams ? rules.teams : 0;
    const buttons = Array.from({ length: teams }, (_, team) =>
      make(
        'button',
        {
          type: 'button',
          ariaPressed: String(you?.team === team),
          onclick: () => this.challenge.chooseTeam(team),
        },
        words.team(team + 1),
      ),
    );
    const focused = [...byId('lobby').children].indexOf(document.activeElement!);
    byId('lobby').replaceChildren(...buttons);
    buttons[focused]?.focus();
  }
}

function mayAnswer({ phase, answer, rules, you, closed }: ChallengeView): boolean {
  if (phase.name !== 'question' || closed || you?.hearts === 0) return false;
  return !answer || answer.status === 'refused' || rules.changeAnswers;
}

function headlineOf({ phase, closed }: ChallengeView): string {
  switch (phase.name) {
    case 'lobby':
      return words.lobby;
    case 'get_ready':
      return words.getReady(phase.round + 1, phase.of);
    case 'question':
      return phase.question.prompt;
    case 'discuss':
      return words.discuss;
    case 'reveal':
      return words.outcomes[phase.you?.outcome ?? 'none'];
    case 'standings':
      return words.standings;
    case 'podium':
      return words.podium;
    case 'ended':
      return closed ? words.closed : words.podium;
  }
}

function toldIn({ phase, answer, players, locale }: ChallengeView): (Node | string)[] {
  if (phase.name === 'lobby') return [words.lobbyHint(players)];
  if (phase.name === 'question') {
    if (answer?.status === 'sending') return [words.sending];
    return answer?.status === 'saved' ? [words.saved] : [];
  }
  if (phase.name === 'podium' && phase.you) return [words.final(phase.you.rank, phase.you.players)];
  if (phase.name !== 'reveal') return [];
  const { question, reveal } = phase;
  const key = keyInWords(question, reveal.key);
  const inItsLanguage = (text: string) => make('span', { lang: locale }, text);
  return [
    ...(key ? [`${words.rightAnswer} `, inItsLanguage(key), make('br')] : []),
    inItsLanguage(reveal.explanation),
  ];
}

function keyInWords({ kind, choices, matches, unit }: QuestionView, key: Key): string {
  if ('areas' in key) return '';
  if ('value' in key) return `${key.value} ${unit ?? ''}`.trim();
  const texts = key.map((one, left) => {
    if (typeof one === 'string') return one;
    return kind === 'matching' ? `${choices[left]} – ${matches[one]}` : choices[one]!;
  });
  return texts.join(kind === 'ordering' ? ' → ' : ', ');
}

function drawTrack({ you, rules }: ChallengeView, racers: readonly Racer[]): void {
  const own = racers.find(({ isYou }) => isYou);
  const line = byId('you');
  if (own && you) {
    const more = [
      own.rank === null ? '' : words.place(own.rank),
      you.hearts === null ? '' : words.hearts(you.hearts),
      rules.teams > 0 && you.team !== null ? `${words.team(you.team + 1)}.` : '',
    ];
    say(line, [words.you(own.name, words.shapes[own.shape]!, own.metres), ...more].filter(Boolean).join(' '));
    Object.assign(line.dataset, { metres: own.metres, rank: own.rank ?? '', shape: own.shape });
  }
  const rows = racers.map(({ name, shape, metres, isYou }) => {
    const row = make('li', {}, words.row(name, words.shapes[shape]!, metres));
    row.dataset.metres = String(metres);
    row.toggleAttribute('data-you', isYou);
    return row;
  });
  byId('track').replaceChildren(...rows);
}

const stakeSelect = () =>
  make('select', {}, ...Object.entries(words.stakes).map(([value, text]) => make('option', { value }, text)));
const stakeLabel = (select: HTMLSelectElement) => make('label', {}, make('span', {}, words.stake), select);
