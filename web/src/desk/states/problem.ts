import { TuttiError } from '@tutti/client';

/** Keys below `states.errors` for the refusals that can meet any page; the rest has a sentence where it happens. */
const sentences: Record<string, string> = {
  'network/unreachable': 'unreachable',
  'network/unexpected-reply': 'unreachable',
  'server/busy': 'busy',
  'server/not-ready': 'notReady',
  'server/internal': 'internal',
  'request/too-many': 'tooMany',
  'request/invalid': 'invalid',
  'auth/wrong-credentials': 'wrongCredentials',
  'auth/locked': 'locked',
  'auth/not-verified': 'notVerified',
  'auth/awaiting-approval': 'awaitingApproval',
  'auth/second-factor-wrong': 'wrongCode',
  'auth/second-factor-missing': 'secondFactorMissing',
  'auth/sso-only': 'ssoOnly',
  'auth/sign-in-again': 'signInAgain',
  'credential/too-many': 'tooManyLogins',
  'credential/locked': 'loginLocked',
  'oidc/refused': 'oidcRefused',
  'oidc/unknown-provider': 'oidcRefused',
  'user/username-taken': 'usernameTaken',
  'sign-up/closed': 'signUpClosed',
  'sign-up/age-not-allowed': 'ageNotAllowed',
  'consent/required': 'consentRequired',
  'consent/daily-minutes': 'dailyMinutes',
  'class/no-such-code': 'noSuchCode',
  'class/archived': 'classArchived',
  'class/last-teacher': 'lastTeacher',
  'roster/unreadable': 'rosterUnreadable',
  'roster/too-many-rows': 'rosterTooLong',
  'roster/import-not-found': 'rosterGone',
  'user/not-found': 'personGone',
  'role/last-administrator': 'lastAdministrator',
  'role/not-allowed': 'roleNotAllowed',
  'data-request/not-open': 'requestAnswered',
  'data-request/note-not-allowed': 'noteNotAllowed',
  'consent/form-not-found': 'formGone',
  'subject/taken': 'subjectTaken',
  'session/not-found': 'sessionGone',
  'session/not-ended': 'sessionNotEnded',
  'homework/bad-deadline': 'badDeadline',
  'replay/own-pace': 'replayOwnPace',
  'replay/no-log': 'replayNoLog',
  'group-run/not-found': 'sessionGone',
  'mission/not-found': 'missionGone',
  'mission/no-questions': 'noQuestions',
  'mission/for-groups': 'forGroups',
  'mission/not-for-groups': 'notForGroups',
};

export type ErrorSentence = keyof typeof import('../../shared/i18n/en/account.ts').account.states.errors;

export function sentenceFor(error: unknown): ErrorSentence {
  return ((error instanceof TuttiError && sentences[error.code]) || 'other') as ErrorSentence;
}

export const codeOf = (error: unknown) => (error instanceof TuttiError ? error.code : null);

export function isForbidden(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'auth/forbidden' || code === 'session/forbidden' || code === 'group/not-teacher';
}

export const isGone = (error: unknown) => codeOf(error)?.endsWith('/not-found') ?? false;

/** Whether asking again without a change can help. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'network/unreachable' || code === 'server/busy' || code === 'server/not-ready';
}
