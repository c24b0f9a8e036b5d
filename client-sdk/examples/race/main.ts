import { createTutti, type PlayerChallenge, type Tutti, TuttiError } from '@tutti/client';
import { byId, say } from './dom.ts';
import { race } from './race.ts';
import { locale, whyNot, words } from './words.ts';

const entry = byId<HTMLFormElement>('entry');
const query = new URLSearchParams(location.search);
/** What brings this tab back after a reload. */
const seat = 'race.seat';

document.documentElement.lang = locale;
for (const element of document.querySelectorAll<HTMLElement>('[data-words]')) {
  element.textContent = words[element.dataset.words as 'pin'];
}
for (const [name, otherwise] of [
  ['server', 'http://localhost:2567'],
  ['pin', ''],
  ['nickname', ''],
] as const) {
  (entry.elements.namedItem(name) as HTMLInputElement).value = query.get(name) ?? otherwise;
}
entry.addEventListener('submit', (event) => {
  event.preventDefault();
  void join();
});
const kept = JSON.parse(sessionStorage.getItem(seat) ?? 'null') as { server: string; token: string } | null;
if (kept) void enter(kept.server, (tutti) => tutti.resume(kept.token));
else if (query.has('pin')) void join();

function join(): Promise<void> {
  const { server, pin, nickname } = Object.fromEntries(new FormData(entry)) as Record<string, string>;
  return enter(server!, async (tutti) =>
    tutti.join({ pin: pin!, nickname: nickname || (await tutti.previewPin(pin!)).suggestions[0]! }),
  );
}

async function enter(server: string, way: (tutti: Tutti) => Promise<PlayerChallenge>): Promise<void> {
  say(byId('news'), words.joining);
  try {
    const tutti = createTutti({ url: server, locale });
    const challenge = await way(tutti);
    entry.hidden = true;
    byId('game').hidden = false;
    challenge.subscribe(() => keep(tutti, challenge));
    keep(tutti, challenge);
    race(challenge, tutti.url);
  } catch (error) {
    sessionStorage.removeItem(seat);
    say(byId('news'), whyNot(error instanceof TuttiError ? error.code : String(error)));
  }
}

function keep({ url }: Tutti, { view, resumeToken }: PlayerChallenge): void {
  if (view.closed) sessionStorage.removeItem(seat);
  else sessionStorage.setItem(seat, JSON.stringify({ server: url, token: resumeToken }));
}
