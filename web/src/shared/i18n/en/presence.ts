export const presence = {
  doing: {
    challenge: 'Playing in a live class',
    group: 'Playing in a group',
    lobby: 'In the lobby',
    homework: 'At homework',
    race: 'In a race',
    practice: 'Practising',
    lesson: 'Working on a mission',
    online: 'Online',
  },
  /** What is played is known. */
  with: {
    challenge: 'Playing: {{title}}',
    group: 'In a group: {{title}}',
    lobby: 'In the lobby: {{title}}',
    homework: 'Homework: {{title}}',
    race: 'Race: {{title}}',
    practice: 'Practising: {{title}}',
    lesson: 'Mission: {{title}}',
  },
  nobody: 'Nobody is here now',
  here_one: '{{count}} is here now',
  here_other: '{{count}} are here now',
  state: {
    looking: 'Looking who is here …',
    away: 'Who is here cannot be shown at the moment.',
    refused: 'You cannot see any longer who is here.',
  },
  notHere: 'Not online now',
  partial: 'There may be more: not all parts of the server answer at the moment.',
  news: '{{child}}: {{doing}}',
};
