/**
 * On which screen the accessibility check looks at each address of the pages. `AccessibilityCheck.look` holds a screen
 * that is named here to its address, and test/web/scanned-routes.test.ts holds this list to the addresses there are.
 */
export const scannedRoutes: Record<string, string> = {
  '/': 'landing',
  '/j/:pin': 'shapes',
  '/play': 'stakes',
  '/group/:run': 'own group',
  '/learn/:mission': 'a film in a mission',
  '/projector': 'projector, lost',
  '/projector/:id': 'projector, lobby',

  '/sign-in': 'sign-in',
  '/setup': 'setup',
  '/invite': 'an invitation',
  '/sign-up': 'signing up',
  '/verify': 'an address is confirmed',
  '/card': 'the card of a pupil',
  '/magic': 'magic link',
  '/confirm-email': 'a new address is confirmed',
  '/co-host': 'a co-host without a class',
  '/reset': 'a new password',
  '/notice': 'the privacy notice',
  '/consent': 'the decision, with the whole notice',
  '/consent/confirm': 'it counts',
  '/consent/form': 'the form to print',
  '/guardian': 'a second guardian is asked',
  '/letters/stop': 'no more letters',
  '/account': 'an open request',
  '/home': 'home',
  '/home/avatars': 'the avatar room',
  '/home/badges': 'the wall of badges',
  '/home/classes': 'own receipts',
  '/home/leaderboard': 'the board of the week',
  '/home/me': 'about me',
  '/home/missions': 'the map of missions',
  '/home/progress': 'what one knows',
  '/home/season': 'the season',
  '/family': 'two children',
  '/family/:childId': 'the page of a child',
  '/family/:childId/allowed': 'games, for a guardian',
  '/family/:childId/data': 'data and rights',
  '*': 'nowhere',

  '/outbox': 'an open message',
  '/admin': 'administration',
  '/admin/people': 'everybody',
  '/admin/people/:id': 'a person',
  '/admin/invitations': 'inviting',
  '/admin/settings': 'settings of the school',
  '/admin/compliance': 'an answer',
  '/admin/audit': 'the audit log',
  '/admin/mail': 'letters',

  '/teach': 'library',
  '/teach/sessions/:id/host': 'host, lobby',
  '/teach/sessions/:id/replay': 'a replay',
  '/teach/groups/:id': 'the panel',
  '/teach/missions/new': 'a new mission',
  '/teach/missions/:id/edit': 'the mission',
  '/teach/missions/:id/questions/new': 'a new question',
  '/teach/missions/:id/questions/:questionId': 'a question with a recording',
  '/teach/missions/:id/homework': 'giving homework',
  '/teach/homework/:id': 'how far they are',
  '/teach/missions/:id': 'mission with options',
  '/teach/classes': 'no classes',
  '/teach/classes/year': 'year, which',
  '/teach/classes/:id': 'class with learners',
  '/teach/classes/:id/roster': 'roster, list',
  '/teach/classes/:id/cards': 'cards, whom',
  '/teach/classes/:id/mastery': 'what a class knows',
  '/teach/classes/:id/missions': 'the missions of a class',
  '/teach/classes/:id/report': 'a class over time',
  '/teach/classes/:id/learners/:userId': 'a learner over time',
  '/teach/sessions': 'classes',
  '/teach/sessions/:id/report': 'the report of every kind',
  '/teach/groups/:id/report': 'the report',
  '/teach/people': 'people',
};

/** Whether somebody at `path` is where `route` leads. */
export function isAt(route: string, path: string): boolean {
  if (route === '*') return true;
  const steps = (of: string) => of.replace(/\/$/, '').split('/');
  const wanted = steps(route);
  const taken = steps(path);
  return (
    taken.length === wanted.length && wanted.every((step, i) => step.startsWith(':') || step === taken[i])
  );
}
