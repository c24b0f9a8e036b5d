import {
  type Challenge,
  type ChallengeEvent,
  type ChallengeEvents,
  type ChallengeView,
  createTutti,
  type HostChallenge,
  type PhaseView,
  type SessionSettings,
  type SessionSummary,
  type Tutti,
} from '@tutti/client';

/** Resolves as soon as the view is so. */
export function until(challenge: Challenge, holds: (view: ChallengeView) => unknown): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds(challenge.view)) return;
      stop();
      resolve();
    };
    const stop = challenge.subscribe(look);
    look();
  });
}

export function next<E extends ChallengeEvent>(challenge: Challenge, event: E): Promise<ChallengeEvents[E]> {
  return new Promise((resolve) => {
    const stop = challenge.on(event, (payload) => {
      stop();
      resolve(payload);
    });
  });
}

export function phase<N extends PhaseView['name']>(
  { view }: Challenge,
  name: N,
): Extract<PhaseView, { name: N }> {
  if (view.phase.name !== name) throw new Error(`it is ${view.phase.name} and not ${name}`);
  return view.phase as Extract<PhaseView, { name: N }>;
}

export interface OpenedClass {
  session: SessionSummary;
  pin: string;
  host: HostChallenge;
}

export async function openClass(
  teacher: Tutti,
  settings: Partial<SessionSettings> = { getReadySeconds: 0 },
): Promise<OpenedClass> {
  const [mission] = (await teacher.missions({ search: 'Spot the Fake' })).items;
  const session = await teacher.openSession(mission!.id, settings);
  return { session, pin: session.pin!, host: await teacher.host(session.id) };
}

export async function signedIn(url: string, account: { email: string; password: string }): Promise<Tutti> {
  const tutti = createTutti({ url });
  await tutti.signIn({ email: account.email, password: account.password });
  return tutti;
}

/** Any answer that has the right number of picks. */
export function someChoices(challenge: Challenge): number[] {
  const { question } = phase(challenge, 'question');
  return [...question.choices.keys()].slice(0, question.pick);
}
