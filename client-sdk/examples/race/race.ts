import type { PlayerChallenge } from '@tutti/client';
import { type Racer, racersOn } from './course.ts';
import { byId, say } from './dom.ts';
import { Gates, isSteered } from './gates.ts';
import { Panel } from './panel.ts';
import { type Sight, startScene } from './scene.ts';
import { steerWith } from './steering.ts';
import { whyNot, words } from './words.ts';

/** So long before the deadline the gates reach the racer: an answer needs its time to the server. */
const reachedMs = 700;

/** Plays a seat in a class to its end. */
export function race(challenge: PlayerChallenge, server: string): void {
  const canvas = byId<HTMLCanvasElement>('scene');
  const panel = new Panel(challenge, server);
  const news = (text: string) => say(byId('news'), text);
  let racers: Racer[] = [];
  let gates: Gates | null = null;

  /** Through the gate, or off with whatever is put in. */
  const go = () => {
    const given = panel.read();
    if (given) challenge.answer(given.answer, given).catch(({ code }) => news(whyNot(code)));
  };
  const draw = () => {
    racers = racersOn(challenge.view, racers);
    if (challenge.view.phase.name !== 'question') gates = null;
    panel.draw(challenge.view, racers);
    scene.refresh();
  };
  const scene = startScene(canvas, () => sightOf(challenge, racers, gates));
  steerWith(canvas, () => (challenge.view.answer?.status === 'saved' ? null : gates), go);
  byId('answer').addEventListener('submit', (event) => {
    event.preventDefault();
    go();
  });
  const clock = setInterval(() => {
    panel.tick();
    const left = challenge.remainingMs();
    if (gates && !challenge.view.answer && !challenge.view.paused && left !== null && left < reachedMs) go();
  }, 250);

  challenge.subscribe(draw);
  challenge.on('question', (question) => {
    const refresh = () => {
      panel.refresh();
      scene.refresh();
    };
    gates = isSteered(question) ? new Gates(question, refresh) : null;
    panel.ask(question, gates);
    news(words.question(question.round + 1, question.of));
  });
  challenge.on('saved', () => news(words.saved));
  challenge.on('discuss', () => news(words.discuss));
  challenge.on('revealed', ({ you }) => {
    if (!you) return;
    const { metres } = racers.find(({ isYou }) => isYou)!;
    news(`${words.outcomes[you.outcome]} ${words.moved(Math.round(you.points / 10), metres)}`);
  });
  challenge.on('podium', ({ you }) => you && news(words.final(you.rank, you.players)));
  challenge.on('paused', () => news(words.paused));
  challenge.on('resumed', () => news(''));
  challenge.on('saving', ({ waiting }) => news(waiting ? words.saving : ''));
  challenge.on('connection', (state) => {
    if (state !== 'closed') news(words[state]);
  });
  challenge.on('closed', ({ code }) => {
    clearInterval(clock);
    news(whyNot(code));
  });
  draw();
}

function sightOf(challenge: PlayerChallenge, racers: readonly Racer[], gates: Gates | null): Sight {
  const { phase } = challenge.view;
  const left = challenge.remainingMs();
  const isOpen = phase.name === 'question' && gates !== null && left !== null;
  return {
    racers,
    gates: isOpen
      ? {
          labels: gates.labels,
          lane: gates.lane,
          picked: gates.picked,
          nearness: 1 - Math.min(1, left / (phase.question.timeLimitMs ?? Number.POSITIVE_INFINITY)),
        }
      : null,
    banner: phase.name === 'get_ready' && left !== null ? String(Math.ceil(left / 1_000)) : '',
    podium: phase.name === 'podium' ? racers.filter(({ rank }) => rank !== null && rank <= 3) : null,
  };
}
